package dev.lucid.benchmarks;

import dev.lucid.docker.DockerSandboxes;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.testkit.RaisableStop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * From a session's beginning to the end of its first command, in a container that is made for it and in one that has
 * waited. Beside it {@code docker run}, and what the engine's API alone takes to make and start a container.
 */
final class ContainerReady implements Harness {
    private static final int TIMES = 10;
    private static final long PATIENCE = Duration.ofMinutes(1).toNanos();
    private static final long MOMENT = 100_000_000;

    @Override
    public String name() {
        return "ready";
    }

    @Override
    public Optional<String> missing() {
        return BareEngine.missing();
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var run = new Rounds();
        var api = new Rounds();
        var cold = new Rounds();
        var warm = new Rounds();
        try (var scratch = Scratch.make();
                var making = BareEngine.sandboxes(scratch.folder().resolve("making"), 0);
                var keeping = BareEngine.sandboxes(keepingIn(scratch), 1)) {
            for (var round = 0; round <= effort.rounds(); round++) {
                var one = new Round(keepingIn(scratch));
                for (var i = 0; i < effort.of(TIMES); i++) {
                    one.measure(making, keeping);
                }
                if (round > 0) {
                    run.add(one.run.median());
                    api.add(one.api.median());
                    cold.add(one.cold.median());
                    warm.add(one.warm.median());
                }
            }
        }

        return List.of(
                Figure.times("session ready, cold, beside docker run", "≤ 1.3 ×", run.median(), cold.median()),
                Figure.times("the same beside the API's create and start", "", api.median(), cold.median()),
                Figure.times("session ready, warm pool, beside docker run", "≤ 0.3 ×", run.median(), warm.median()));
    }

    private static Path keepingIn(Scratch scratch) {
        return scratch.folder().resolve("keeping");
    }

    /** What one round gave. */
    private static final class Round {
        private final Path workspaces;
        private final Rounds run = new Rounds();
        private final Rounds api = new Rounds();
        private final Rounds cold = new Rounds();
        private final Rounds warm = new Rounds();

        /** Where the workspaces of those are that keep a container waiting. */
        Round(Path workspaces) {
            this.workspaces = workspaces;
        }

        void measure(Sandboxes making, DockerSandboxes keeping) throws IOException {
            var began = System.nanoTime();
            BareEngine.run();
            run.add((System.nanoTime() - began) / 1e6);
            api.add(BareEngine.createAndStart());
            cold.add(ready(making, new SessionId(UUID.randomUUID()), System.nanoTime()));
            awaitOne();
            began = System.nanoTime();
            // Taking counts, and that the next one is made meanwhile.
            warm.add(ready(keeping, keeping.take(UserId.LOCAL).orElseThrow(), began));
            awaitOne();
        }

        /** Nothing else is measured while one is made. */
        private void awaitOne() throws IOException {
            var until = System.nanoTime() + PATIENCE;
            while (BareEngine.running(workspaces) != 1) {
                if (System.nanoTime() > until) {
                    throw new IOException("No container waits after a minute");
                }
                LockSupport.parkNanos(MOMENT);
            }
            LockSupport.parkNanos(MOMENT);
        }
    }

    /** Opens a session, runs its first command and closes it; gives how many milliseconds it took until the command's end. */
    static double ready(Sandboxes sandboxes, SessionId session, long began) {
        var spec = new SandboxSpec(UserId.LOCAL, session);
        double took;
        try (var sandbox = sandboxes.open(spec)) {
            sandbox.run(new Command("true", Duration.ofMinutes(1), false), _ -> {}, new RaisableStop());
            took = (System.nanoTime() - began) / 1e6;
        }
        sandboxes.discard(spec);

        return took;
    }
}
