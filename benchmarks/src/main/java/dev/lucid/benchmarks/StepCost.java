package dev.lucid.benchmarks;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one step of the agent costs: the model's reply stored, its tool call started and run in a sandbox, its result
 * stored, and all of it seen by a watcher. The scripted model replies at once. Beside it the same command in the same kind
 * of sandbox, and three bare commits: what a step can't do without.
 */
final class StepCost implements Harness {
    private static final int STEPS = 150;
    private static final int COMMITS = 3;

    @Override
    public String name() {
        return "step";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var steps = Math.max(3, effort.of(STEPS));
        var figures = new ArrayList<Figure>();
        try (var database = new Database();
                var server = new LiveServer(database, script(steps))) {
            var words = server.sandboxes().confinement().confined() ? "bubblewrap" : "unconfined";
            figures.add(figure("local sandbox (" + words + ")", "≤ 5 ms", effort, database, server));
        }
        if (BareEngine.missing().isEmpty()) {
            try (var database = new Database();
                    var server = inContainers(database, steps)) {
                figures.add(figure("Docker", "≤ 10 ms", effort, database, server));
            }
        }

        return figures;
    }

    private static LiveServer inContainers(Database database, int steps) throws IOException {
        var sandboxes = BareEngine.sandboxes(LiveServer.workspaces(database), 0);

        return new LiveServer(database, script(steps), sandboxes, sandboxes::close);
    }

    private static Figure figure(String where, String target, Effort effort, Database database, LiveServer server)
            throws Exception {
        var steps = Math.max(3, effort.of(STEPS));
        try (var bare = database.bare();
                var sandbox =
                        server.sandboxes().open(new SandboxSpec(UserId.LOCAL, new SessionId(UUID.randomUUID())))) {
            var pair = Rounds.byTurns(effort, () -> bareStep(bare, sandbox, steps), () -> step(server, steps));

            return Figure.times("one agent step, " + where, target, pair.limit(), pair.measured());
        }
    }

    private static double bareStep(BareLog bare, Sandbox sandbox, int steps) throws Exception {
        sandbox.run(command(0), _ -> {}, new RaisableStop());
        var began = System.nanoTime();
        for (var i = 0; i < steps; i++) {
            for (var commit = 0; commit < COMMITS; commit++) {
                bare.insert(1, "{}");
            }
            sandbox.run(command(i), _ -> {}, new RaisableStop());
        }

        return (System.nanoTime() - began) / 1e6 / steps;
    }

    private static Command command(int number) {
        return new Command("echo " + number, Duration.ofMinutes(1), false);
    }

    /** From the first result to the last, so that making the sandbox does not count. */
    private static double step(LiveServer server, int steps) throws Exception {
        try (var caller = new Caller(server.port(), "{\"task\":\"count\"}")) {
            caller.hear(result(0));
            var began = System.nanoTime();
            caller.hear(result(steps - 1));
            var ended = System.nanoTime();
            caller.hear("\"TurnEnded\"");

            return (ended - began) / 1e6 / (steps - 1);
        }
    }

    private static String result(int number) {
        return "\"content\":\"" + number + "\\n\",\"exitCode\"";
    }

    private static String script(int steps) {
        return IntStream.range(0, steps)
                .mapToObj(i -> "  - calls:\n      - {tool: run_command, arguments: {command: \"echo " + i + "\"}}\n")
                .collect(Collectors.joining("", "turns:\n", "  - text: Done.\n"));
    }
}
