package dev.lucid.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A busy server: 200 turns of the scripted model run at the same time, each in a sandbox of its own, and 1,000 watchers
 * follow them, five to a chat. Once with commands that take a second, as agents' work takes its time: how late events come
 * to watchers, beside one turn that has the server to itself. Once flat out: how many steps all turns make together,
 * beside those of one alone. Fails if a watcher misses an event or gets one twice.
 */
final class Crowd implements Harness {
    private static final int TURNS = 200;
    private static final int WATCHERS_OF_EACH = 5;
    private static final int SLOW_STEPS = 20;
    private static final int QUICK_STEPS = 30;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** What all turns of a run gave: the watchers' lateness, and how many steps a second. */
    private record Seen(Latencies lateness, double steps, long watchers) {}

    @Override
    public String name() {
        return "crowd";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var turns = effort.of(TURNS);
        var slow = script(effort.rounds() > 1 ? SLOW_STEPS : 3, "sleep 1; ");
        var quick = script(effort.rounds() > 1 ? QUICK_STEPS : 3, "");
        var alone = run(slow, 1, 1);
        var crowd = run(slow, turns, WATCHERS_OF_EACH);
        var one = run(quick, 1, 1);
        var all = run(quick, turns, WATCHERS_OF_EACH);
        var what = crowd.watchers() + " watchers, " + turns + " running turns: ";

        return List.of(
                times(what + "commit to watcher, p50", alone, crowd, 0.5),
                times(what + "commit to watcher, p99", alone, crowd, 0.99),
                Figure.share(what + "steps/s, flat out, beside one turn's", "", one.steps(), all.steps()));
    }

    private static Figure times(String what, Seen alone, Seen crowd, double part) {
        return Figure.times(
                what, "", alone.lateness().millis(part), crowd.lateness().millis(part));
    }

    private static Seen run(Script script, int turns, int watchers) throws Exception {
        var lateness = new Latencies();
        var began = System.nanoTime();
        try (var database = new Database();
                var server = new LiveServer(database, script.yaml());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Callable<List<CrowdWatcher.Span>>>();
            for (var turn = 0; turn < turns; turn++) {
                work.add(() -> CrowdWatcher.start(server.port(), watchers, lateness, threads));
            }
            var spans = new ArrayList<CrowdWatcher.Span>();
            for (var done : threads.invokeAll(work, LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                spans.addAll(done.get());
            }
            var first = spans.stream().mapToLong(CrowdWatcher.Span::began).min().orElse(began);
            var last = spans.stream().mapToLong(CrowdWatcher.Span::ended).max().orElse(began + 1);

            return new Seen(lateness, turns * (script.steps() - 1) / ((last - first) / 1e9), spans.size());
        } catch (ExecutionException e) {
            throw new IllegalStateException("A watcher was let down", e.getCause());
        }
    }

    private record Script(int steps, String yaml) {}

    private static Script script(int steps, String before) {
        var yaml = IntStream.range(0, steps)
                .mapToObj(i -> "  - calls:\n      - {tool: run_command, arguments: {command: \"" + before + "echo " + i
                        + "\"}}\n")
                .collect(Collectors.joining("", "turns:\n", "  - text: Done.\n"));

        return new Script(steps, yaml);
    }
}
