package dev.lucid.benchmarks;

import dev.lucid.docker.DockerSandboxes;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Many sessions that begin at the same moment, until the first command of each has ended, beside as many {@code docker run}
 * at the same moment. All of them are open in the end.
 */
final class ContainerBurst implements Harness {
    private static final int AT_ONCE = 32;
    private static final int BURST = 100;

    @Override
    public String name() {
        return "burst";
    }

    @Override
    public Optional<String> missing() {
        return BareEngine.missing();
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        return List.of(
                figure(
                        effort.of(AT_ONCE) + " sessions at once, until all are ready, beside docker run",
                        effort,
                        AT_ONCE),
                figure(
                        effort.of(BURST) + " sessions in a burst, until all are ready, beside docker run",
                        effort,
                        BURST));
    }

    private static Figure figure(String what, Effort effort, int sessions) throws Exception {
        try (var scratch = Scratch.make();
                var sandboxes = BareEngine.sandboxes(scratch.folder(), 0)) {
            var pair = Rounds.byTurns(
                    effort, () -> runs(effort.of(sessions)), () -> sessions(sandboxes, effort.of(sessions)));

            return Figure.times(what, "", pair.limit(), pair.measured());
        }
    }

    private static double runs(int times) throws Exception {
        return atOnce(times, () -> {
            BareEngine.run();
            return true;
        });
    }

    private static double sessions(DockerSandboxes sandboxes, int times) throws Exception {
        var open = new ArrayList<Sandbox>();
        try {
            return atOnce(times, () -> {
                var sandbox = sandboxes.open(new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID())));
                synchronized (open) {
                    open.add(sandbox);
                }
                return sandbox.run(new Command("true", Duration.ofMinutes(5), false), _ -> {}, new RaisableStop());
            });
        } finally {
            atOnce(open.size(), closing(open));
        }
    }

    private static Callable<?> closing(List<Sandbox> open) {
        return () -> {
            Sandbox next;
            synchronized (open) {
                next = open.removeLast();
            }
            next.close();
            return true;
        };
    }

    /** Does it so many times at the same moment; gives how many milliseconds it took until the last had ended. */
    private static double atOnce(int times, Callable<?> work) throws Exception {
        var began = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = new ArrayList<Callable<Object>>();
            for (var i = 0; i < times; i++) {
                all.add(work::call);
            }
            for (var each : threads.invokeAll(all)) {
                each.get();
            }
        }

        return (System.nanoTime() - began) / 1e6;
    }
}
