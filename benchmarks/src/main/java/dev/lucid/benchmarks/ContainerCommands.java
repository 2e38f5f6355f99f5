package dev.lucid.benchmarks;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A command that does nothing, in a container that is there, beside {@code docker exec} of the same. */
final class ContainerCommands implements Harness {
    private static final int COMMANDS = 1_000;
    private static final int EXECS = 100;

    @Override
    public String name() {
        return "exec";
    }

    @Override
    public Optional<String> missing() {
        return BareEngine.missing();
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var execs = new Latencies();
        var commands = new Latencies();
        try (var scratch = Scratch.make();
                var idle = new BareEngine.Idle();
                var sandboxes = BareEngine.sandboxes(scratch.folder(), 0);
                var sandbox = sandboxes.open(new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID())))) {
            for (var round = 0; round <= effort.rounds(); round++) {
                exec(idle, effort.of(EXECS), round == 0 ? new Latencies() : execs);
                run(sandbox, effort.of(COMMANDS), round == 0 ? new Latencies() : commands);
            }
        }

        return List.of(
                Figure.times(
                        "command in a container, beside docker exec, p50", "", execs.millis(0.5), commands.millis(0.5)),
                Figure.times(
                        "command in a container, beside docker exec, p99",
                        "",
                        execs.millis(0.99),
                        commands.millis(0.99)));
    }

    private static void exec(BareEngine.Idle idle, int times, Latencies took) throws Exception {
        for (var i = 0; i < times; i++) {
            var began = System.nanoTime();
            idle.exec();
            took.add(System.nanoTime() - began);
        }
    }

    private static void run(Sandbox sandbox, int times, Latencies took) {
        for (var i = 0; i < times; i++) {
            var began = System.nanoTime();
            sandbox.run(new Command("true", Duration.ofMinutes(1), false), _ -> {}, new RaisableStop());
            took.add(System.nanoTime() - began);
        }
    }
}
