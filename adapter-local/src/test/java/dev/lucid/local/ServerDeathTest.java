package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerDeathTest {
    @TempDir
    Path base;

    @ParameterizedTest(name = "confined: {0}")
    @ValueSource(booleans = {true, false})
    void whatRanDiesWithItsServer(boolean confined) throws IOException {
        var spec = newSession();
        var mark = uniqueSleep(spec);
        var server = server(confined, spec, mark);
        try {
            awaitRunning(server);
            await().untilAsserted(() -> assertThat(running(mark)).hasSizeGreaterThanOrEqualTo(3));
        } finally {
            server.destroyForcibly();
        }

        await().untilAsserted(() -> assertThat(running(mark)).isEmpty());
        try (var subjects = new Subjects(base, confined);
                var sandbox = subjects.first().open(spec)) {
            assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
        }
    }

    @ParameterizedTest(name = "confined: {0}")
    @ValueSource(booleans = {true, false})
    void whatRunsIsOutOfReachForSignalsToTheServersGroup(boolean confined) throws IOException {
        var spec = newSession();
        var mark = uniqueSleep(spec);
        var server = server(confined, spec, mark);
        try {
            awaitRunning(server);
            int session = session(server.pid());
            await().untilAsserted(() -> assertThat(running(mark)).hasSizeGreaterThanOrEqualTo(3));

            assertThat(running(mark)).allSatisfy(id -> assertThat(session(id)).isNotEqualTo(session));
        } finally {
            server.destroyForcibly();
        }
        await().untilAsserted(() -> assertThat(running(mark)).isEmpty());
    }

    @ParameterizedTest(name = "confined: {0}")
    @ValueSource(booleans = {true, false})
    void whoTakesOverKillsWhatALivingServerStillRuns(boolean confined) throws IOException {
        var spec = newSession();
        var mark = uniqueSleep(spec);
        var server = server(confined, spec, mark);
        try (var subjects = new Subjects(base, confined)) {
            awaitRunning(server);
            var sandbox = subjects.first().open(spec);
            assertThat(running(mark)).isEmpty();
            assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
        } finally {
            server.destroyForcibly();
        }
    }

    private Process server(boolean confined, SandboxSpec spec, String script) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingServer.class.getName(),
                        base.toString(),
                        Boolean.toString(confined),
                        spec.session().toString(),
                        script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitRunning(Process server) throws IOException {
        var reader = server.inputReader(StandardCharsets.UTF_8);
        for (var line = reader.readLine(); !"running".equals(line); line = reader.readLine()) {
            assertThat(line).isNotNull();
        }
    }

    /** A command that nobody else runs. */
    private static String uniqueSleep(SandboxSpec spec) {
        return "sleep 1" + Math.floorMod(spec.hashCode(), 1_000_000_000);
    }

    private static List<Long> running(String mark) {
        var line = mark.replace(' ', '\0') + "\0";
        try {
            return ProcessTable.HOST.ids().stream()
                    .filter(id -> ProcessTable.HOST
                            .read(id, "cmdline")
                            .filter(line::equals)
                            .isPresent())
                    .map(Integer::longValue)
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int session(long id) {
        return ProcessTable.HOST.entry((int) id).orElseThrow().session();
    }
}
