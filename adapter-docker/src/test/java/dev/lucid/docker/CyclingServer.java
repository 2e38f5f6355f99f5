package dev.lucid.docker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server in a process of its own, until its input ends or it is killed, with a container that waits. Each line that it hears
 * is a session to open, use and discard, or {@code waiting} for one that a container waits for, or with {@code discard} before
 * it only to discard; it answers with a line when that is done. What an engine that is away makes fail it tries again, as a
 * server does.
 */
final class CyclingServer {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** What one container that waits may hold, and some. */
    private static final int TOLERATED = 20;

    private final DockerSandboxes sandboxes;

    private CyclingServer(DockerSandboxes sandboxes) {
        this.sandboxes = sandboxes;
    }

    /** Its arguments are the folder of workspaces and the engine's address. */
    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, UTF_8);
        var config = Subjects.config(Path.of(arguments[0])).withEngine(arguments[1]);
        try (var sandboxes =
                        new DockerSandboxes(config, AllowedHosts.NONE, new PoolConfig(1, Optional.of(UserId.LOCAL)));
                var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            var server = new CyclingServer(sandboxes);
            server.cycle(new SessionId(UUID.randomUUID()));
            var first = descriptors();
            out.println("ready");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                out.println(server.answer(line, first));
            }
        }
    }

    private String answer(String line, long first) {
        try {
            if (line.equals("descriptors")) {
                return patiently(() -> {
                    var now = descriptors();
                    if (now > first + TOLERATED) {
                        throw new PortFailure.Transient(now + " open files, at first " + first);
                    }
                    return "settled";
                });
            }
            if (line.startsWith("discard ")) {
                discard(new SandboxSpec(UserId.LOCAL, SessionId.of(line.substring("discard ".length()))));
            } else if (line.equals("waiting")) {
                cycle(sandboxes.take(UserId.LOCAL).orElseGet(() -> new SessionId(UUID.randomUUID())));
            } else {
                cycle(SessionId.of(line));
            }
            return "done";
        } catch (RuntimeException | AssertionError e) {
            return "failed: " + e;
        }
    }

    private void cycle(SessionId session) {
        var spec = new SandboxSpec(UserId.LOCAL, session);
        try (var sandbox = patiently(() -> sandboxes.open(spec))) {
            sandbox.write(WorkspacePath.of("d/given"), "given".getBytes(UTF_8));
            patiently(() -> said(sandbox, "cat d/given; echo made > made; (setsid sleep 1000 &) ; sleep 0.1"));
            var seen = patiently(() -> said(sandbox, "cat d/given made"));
            if (!seen.equals("givenmade\n")) {
                throw new AssertionError("The workspace is not as it was: " + seen);
            }
        }
        discard(spec);
    }

    private void discard(SandboxSpec spec) {
        patiently(() -> {
            sandboxes.discard(spec);
            return spec;
        });
    }

    private static String said(Sandbox sandbox, String script) {
        var said = new StringBuilder();
        var end = sandbox.run(new Command(script, PATIENCE, false), said::append, new RaisableStop());
        if (!end.equals(new CommandEnd.Exited(0))) {
            throw new AssertionError(script + " ended with " + end + ": " + said);
        }

        return said.toString();
    }

    private interface Work<T> {
        T done();
    }

    private static <T> T patiently(Work<T> work) {
        var done = new AtomicReference<T>();
        await().atMost(PATIENCE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreException(PortFailure.Transient.class)
                .until(() -> {
                    done.set(work.done());
                    return true;
                });

        return Objects.requireNonNull(done.get());
    }

    private static long descriptors() {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
