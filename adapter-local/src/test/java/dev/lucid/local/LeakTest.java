package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.Command;
import dev.lucid.testkit.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakTest {
    @ParameterizedTest(name = "confined: {0}")
    @ValueSource(booleans = {true, false})
    void twoHundredSandboxesLeaveNothing(boolean confined, @TempDir Path base) throws Exception {
        try (var subjects = new Subjects(base, confined)) {
            use(subjects, 5);
            long descriptors = descriptors();
            int threads = Thread.activeCount();
            use(subjects, 200);

            await().untilAsserted(() -> {
                assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 2);
                assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 2);
                assertThat(ProcessHandle.current().descendants()).isEmpty();
            });
            assertThat(names(base.resolve(".lucid/owners"))).isEmpty();
            assertThat(names(base.resolve(".lucid/trash"))).isEmpty();
            assertThat(names(base.resolve(".lucid/new"))).isEmpty();
        }
        assertThat(names(base.resolve(".lucid/runs"))).isEmpty();
    }

    private static void use(Subjects subjects, int times) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < times; i++) {
                var spec = newSession();
                try (var sandbox = subjects.first().open(spec)) {
                    var other = threads.submit(() -> outputOf(sandbox, "echo b; setsid sleep 1000 &"));
                    outputOf(sandbox, "echo a");
                    Ran.in(sandbox, new Command("sleep 1000", Duration.ofSeconds(1), true));
                    other.get();
                }
                subjects.first().discard(spec);
            }
        }
    }

    private static long descriptors() throws IOException {
        return names(Path.of("/proc/self/fd")).size();
    }

    private static java.util.List<String> names(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }
}
