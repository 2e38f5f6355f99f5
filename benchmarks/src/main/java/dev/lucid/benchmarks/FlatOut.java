package dev.lucid.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Durable events a second to the watchers of one chat, as fast as they take them: nobody appends when the slowest watcher
 * is {@value #AHEAD} events behind. Beside it a bare broadcast, which stores nothing.
 */
final class FlatOut implements Harness {
    private static final String TEXT = "0123456789abcdef".repeat(20);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int AHEAD = 1000;
    private static final int WRITERS = 8;
    private static final int AT_ONCE = 50;

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var figures = new ArrayList<Figure>();
        try (var database = new Database()) {
            for (var watchers : new int[] {1, effort.of(50), effort.of(500)}) {
                var pair = Rounds.byTurns(
                        effort,
                        () -> bareRate(watchers, effort.seconds()),
                        () -> rate(database, watchers, effort.seconds()));
                var what =
                        Figure.text("durable events/s to %d watcher%s, flat out", watchers, watchers == 1 ? "" : "s");
                figures.add(Figure.share(what, watchers == 1 ? "≥ 40,000/s" : "≥ 70 %", pair.limit(), pair.measured()));
            }
        }

        return figures;
    }

    /** With one event under way or with several, whichever is quicker. */
    private static double bareRate(int watchers, double seconds) {
        return Math.max(bareRate(watchers, seconds / 2, 1), bareRate(watchers, seconds / 2, 16));
    }

    private static double bareRate(int watchers, double seconds, int underWay) {
        try (var server = new BareBroadcast(TEXT, underWay);
                var swarm = swarm(server, watchers)) {
            var first = server.next();
            var began = System.nanoTime();
            while (System.nanoTime() - began < seconds * 1e9) {
                server.send();
            }

            return rate(swarm, first, server.next(), began);
        }
    }

    private static double rate(Database database, int watchers, double seconds) throws Exception {
        try (var server = new DurableChat(database, new LiveServer(database, ""), TEXT);
                var swarm = swarm(server, watchers)) {
            var first = server.next();
            var began = System.nanoTime();
            var ahead = new AtomicLong(first);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var i = 0; i < WRITERS; i++) {
                    var _ = threads.submit(() -> write(server, swarm, ahead, began + (long) (seconds * 1e9)));
                }
            }

            return rate(swarm, first, server.next(), began);
        }
    }

    private static void write(DurableChat server, Swarm swarm, AtomicLong ahead, long end) {
        while (System.nanoTime() < end) {
            if (ahead.get() - swarm.slowest() < AHEAD) {
                ahead.addAndGet(AT_ONCE);
                server.send(AT_ONCE);
            } else {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private static double rate(Swarm swarm, long first, long next, long began) {
        swarm.awaitFaultless(next - 1, LIMIT);

        return (next - first) / ((System.nanoTime() - began) / 1e9);
    }

    private static Swarm swarm(Broadcaster server, int watchers) {
        var paces = Collections.nCopies(watchers, Swarm.Pace.QUICK);

        return Swarm.following(server, new AtomicLongArray(0), new Latencies(), paces);
    }
}
