package dev.lucid.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToDoubleFunction;

/**
 * Many watchers on one chat, a tenth of which read slowly or not at all: whether the others notice, whether those get all
 * events in the end, and what they cost in memory while they don't read. The limit is as many watchers that all read.
 */
final class SlowWatchers implements Harness {
    private static final String TEXT = "0123456789abcdef".repeat(120);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int QUICK = 450;
    private static final int SLOW = 50;
    private static final int EVENTS = 600;

    /** What was seen of the watchers that read as they should, in milliseconds and bytes. */
    record Seen(double p50, double p99, long heap, long stuck, long faults) {}

    /** Medians, but for the heap and the faults, of which the worst counts. */
    record Comparison(Seen allRead, Seen someSlow) {}

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public List<Figure> measure(Effort effort) {
        var seen = compare(effort, EVENTS);
        var what = "50 of 500 watchers slow or stuck, events of 2 KB: the others' ";

        return List.of(
                Figure.times(
                        what + "p50", "", seen.allRead().p50(), seen.someSlow().p50()),
                Figure.times(
                        what + "p99", "", seen.allRead().p99(), seen.someSlow().p99()));
    }

    /** By turns, with and without slow ones. */
    static Comparison compare(Effort effort, int events) {
        var without = new ArrayList<Seen>();
        var with = new ArrayList<Seen>();
        run(effort.of(QUICK + SLOW), 0, events / 4);
        for (var round = 0; round < effort.rounds(); round++) {
            without.add(run(effort.of(QUICK + SLOW), 0, events));
            with.add(run(effort.of(QUICK), effort.of(SLOW), events));
        }

        return new Comparison(middle(without), middle(with));
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

    private static Seen middle(List<Seen> seen) {
        return new Seen(
                median(seen, Seen::p50),
                median(seen, Seen::p99),
                seen.stream().mapToLong(Seen::heap).max().orElseThrow(),
                seen.stream().mapToLong(Seen::stuck).min().orElseThrow(),
                seen.stream().mapToLong(Seen::faults).sum());
    }

    private static double median(List<Seen> seen, ToDoubleFunction<Seen> figure) {
        var rounds = new Rounds();
        seen.forEach(one -> rounds.add(figure.applyAsDouble(one)));

        return rounds.median();
    }
}
