package dev.lucid.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sessions are opened, used and discarded while, at seeded moments, the server is killed, or the engine, or a container: in
 * the end there is no container, no folder and no open file too many. The full length is for {@code ./check --soak}.
 */
class FaultCyclesTest {
    private static final int CYCLES = Boolean.getBoolean("lucid.soak") ? 1000 : 12;
    private static final long SEED = 20_261_121;
    private static final Duration MOMENT = Duration.ofMillis(900);
    private static final long PATIENCE_SECONDS = 120;
    private static final List<String> FOLDERS =
            List.of(UserId.LOCAL.toString(), ".pool", ".lucid/runs", ".lucid/trash", ".lucid/new");

    @TempDir
    Path base;

    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void whateverIsKilledNothingIsLeft() throws Exception {
        try (var daemon = new OwnEngine(base.resolve("engine"))) {
            var server = new Server(workspaces(), daemon);
            try {
                for (var cycle = 0; cycle < CYCLES; cycle++) {
                    server = cycled(daemon, server, "seed " + SEED + ", cycle " + cycle);
                }
                assertThat(server.asked("descriptors")).as("seed " + SEED).isEqualTo("settled");
            } finally {
                server.end();
            }
            assertNothingIsLeft(daemon);
        }
    }

    /** Gives the server that goes on. */
    private Server cycled(OwnEngine daemon, Server server, String when) throws Exception {
        var answer =
                server.tell(random.nextBoolean() ? "waiting" : UUID.randomUUID().toString());
        // Drawn in this order always, whatever happens.
        var fault = random.nextInt(100);
        var moment = random.nextLong(MOMENT.toNanos());
        if (fault < 60) {
            LockSupport.parkNanos(moment);
        }
        if (fault < 15) {
            server.kill();
            return following(daemon, when);
        }
        if (fault < 25) {
            daemon.kill();
            daemon.start();
        } else if (fault < 30) {
            daemon.stop();
            daemon.start();
        } else if (fault < 60) {
            killContainers(daemon);
        }
        assertThat(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(when).isEqualTo("done");

        return server;
    }

    /** Another server, which is told what the one before was at, as a sweep would find it. */
    private Server following(OwnEngine daemon, String when) throws Exception {
        var server = new Server(workspaces(), daemon);
        for (var session : names(workspaces().resolve(UserId.LOCAL.toString()))) {
            assertThat(server.asked("discard " + session)).as(when).isEqualTo("done");
        }

        return server;
    }

    private static void killContainers(OwnEngine daemon) {
        try (var engine = new DockerEngine(daemon.address())) {
            engine.containers(Map.of("lucid.managed", "true")).forEach(container -> engine.remove(container.getId()));
        } catch (PortFailure.Transient _) {
            // one that was just starting went on
        }
    }

    private Path workspaces() {
        return base.resolve("workspaces");
    }

    private void assertNothingIsLeft(OwnEngine daemon) throws IOException {
        try (var engine = new DockerEngine(daemon.address())) {
            assertThat(engine.containers(Map.of())).as("seed " + SEED).isEmpty();
        }
        for (var folder : FOLDERS) {
            assertThat(names(workspaces().resolve(folder)))
                    .as("seed " + SEED + ", in " + folder)
                    .isEmpty();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (NoSuchFileException _) {
            // then there is nothing in it
        }

        return names;
    }

    /** A server in another process, which answers each line with one. */
    private static final class Server {
        private final Process process;
        private final PrintStream mouth;
        private final BufferedReader ear;

        Server(Path workspaces, OwnEngine daemon) throws Exception {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xshare:auto",
                            "-cp",
                            System.getProperty("java.class.path"),
                            CyclingServer.class.getName(),
                            workspaces.toString(),
                            daemon.address())
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            workspaces.resolveSibling("server.log").toFile()))
                    .start();
            mouth = new PrintStream(process.getOutputStream(), true, UTF_8);
            ear = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            assertThat(heard().get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("ready");
        }

        CompletableFuture<String> tell(String line) {
            mouth.println(line);

            return heard();
        }

        String asked(String line) throws Exception {
            return tell(line).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        private CompletableFuture<String> heard() {
            var line = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> {
                try {
                    line.complete(String.valueOf(ear.readLine()));
                } catch (IOException e) {
                    line.completeExceptionally(e);
                }
            });

            return line;
        }

        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** Lets it end by itself. */
        void end() {
            mouth.close();
            await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> !process.isAlive());
        }
    }
}
