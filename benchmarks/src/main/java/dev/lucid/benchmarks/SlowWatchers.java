package dev.lucid.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Many watchers on one chat, some of which read slowly or not at all: whether the others notice, whether those get all
 * events in the end, and what they cost in memory while they don't read.
 */
public final class SlowWatchers {
    private static final String TEXT = "0123456789abcdef".repeat(120);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** What was seen of the watchers that read as they should, in milliseconds and bytes. */
    record Seen(double p50, double p99, long heap, long stuck, long faults) {}

    private SlowWatchers() {}

    public static void main(String[] arguments) {
        compare(8, 600);
    }

    /** Runs with and without slow ones in turn, and prints the best of each. */
    static List<Seen> compare(int rounds, int events) {
        var without = new ArrayList<Seen>();
        var with = new ArrayList<Seen>();
        run(500, 0, events / 4);
        for (var round = 0; round < rounds; round++) {
            without.add(run(500, 0, events));
            with.add(run(450, 50, events));
        }
        var best = List.of(best(without), best(with));
        System.out.println("| 500 watchers, events of 2 KB | p50 ms | p99 ms | heap MB | stuck |");
        System.out.println("|---|---|---|---|---|");
        print("all read", best.getFirst());
        print("50 read slowly or not at all", best.getLast());

        return best;
    }

    /** No event is sent before those that read have the one before, whatever the slow ones do: else this fails. */
    private static Seen run(int quick, int slow, int events) {
        var paces = new ArrayList<>(Collections.nCopies(quick, Swarm.Pace.QUICK));
        paces.addAll(Collections.nCopies(slow / 2, Swarm.Pace.SLOW));
        paces.addAll(Collections.nCopies(slow - slow / 2, Swarm.Pace.NEVER));
        var sentAt = new AtomicLongArray(events + 10);
        var latencies = new Latencies();
        try (var server = new LiveChat(TEXT);
                var swarm = Swarm.following(server, sentAt, latencies, paces)) {
            for (var i = 0; i < events; i++) {
                sentAt.set((int) server.next(), System.nanoTime());
                server.send();
                swarm.await(pace -> pace == Swarm.Pace.QUICK, server.next() - 1, LIMIT);
            }
            var p50 = latencies.millis(0.5);
            var p99 = latencies.millis(0.99);
            var stuck = swarm.behind(_ -> true, server.next() - 1);
            var heap = heap();
            swarm.letGo();
            swarm.await(_ -> true, server.next() - 1, LIMIT);

            return new Seen(p50, p99, heap, stuck, swarm.faults());
        }
    }

    /** What is in use once all that can be thrown away is. */
    private static long heap() {
        var runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static Seen best(List<Seen> seen) {
        return new Seen(
                seen.stream().mapToDouble(Seen::p50).min().orElseThrow(),
                seen.stream().mapToDouble(Seen::p99).min().orElseThrow(),
                seen.stream().mapToLong(Seen::heap).max().orElseThrow(),
                seen.stream().mapToLong(Seen::stuck).min().orElseThrow(),
                seen.stream().mapToLong(Seen::faults).sum());
    }

    private static void print(String what, Seen seen) {
        System.out.printf(
                "| %s | %.2f | %.2f | %.0f | %d |%n", what, seen.p50(), seen.p99(), seen.heap() / 1e6, seen.stuck());
    }
}
