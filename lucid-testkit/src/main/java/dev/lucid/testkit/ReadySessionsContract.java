package dev.lucid.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What every {@link ReadySessions} promises, whose sandboxes are ready sooner or later. */
public interface ReadySessionsContract {
    /** Those under test. At least two become ready within a test. */
    ReadySessions ready();

    /** The sandboxes that are ready for them. */
    Sandboxes sandboxes();

    @Test
    default void noSessionIsGivenTwice() throws Exception {
        List<SandboxSpec> given = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<SandboxSpec> taking = this::taken;
            for (var each : threads.invokeAll(List.of(taking, taking))) {
                given.add(each.get());
            }
            for (var round = 0; round < 20; round++) {
                ready().take(UserId.LOCAL).ifPresent(more -> given.add(new SandboxSpec(UserId.LOCAL, more)));
            }

            assertThat(given).doesNotHaveDuplicates();
        } finally {
            given.forEach(sandboxes()::discard);
        }
    }

    @Test
    default void aReadySessionBeginsEmptyAndKeepsItsFiles() {
        var spec = taken();
        try (var sandbox = sandboxes().open(spec)) {
            assertThat(sandbox.list(WorkspacePath.ROOT, 2, 10)).isEmpty();
            sandbox.write(WorkspacePath.of("file"), "kept".getBytes(UTF_8));
        }
        try (var sandbox = sandboxes().open(spec)) {
            assertThat(sandbox.read(WorkspacePath.of("file"), 9).orElseThrow().bytes())
                    .isEqualTo("kept".getBytes(UTF_8));
        }
    }

    @Test
    default void aReadySessionIsDiscardedLikeAnyOther() {
        var spec = taken();
        sandboxes().discard(spec);
        try (var sandbox = sandboxes().open(spec)) {
            assertThat(sandbox.list(WorkspacePath.ROOT, 2, 10)).isEmpty();
        }
    }

    /** The next one that is ready, if need be after a while. */
    private SandboxSpec taken() {
        var session =
                await().atMost(Duration.ofSeconds(30)).until(() -> ready().take(UserId.LOCAL), Optional::isPresent);

        return new SandboxSpec(UserId.LOCAL, session.orElseThrow());
    }
}
