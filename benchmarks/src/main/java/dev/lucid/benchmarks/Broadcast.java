package dev.lucid.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/**
 * How fast events reach watchers, from the log in memory through feed and wire to the sockets: flat out, and how late at
 * a steady rate. Each beside a bare broadcast of the same frames by the same Jetty in the same run.
 */
public final class Broadcast {
    private static final String TEXT = "0123456789abcdef".repeat(20);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROUNDS = 3;

    private Broadcast() {}

    public static void main(String[] arguments) {
        System.out.println("| watchers | | bare | Lucid | |");
        System.out.println("|---|---|---|---|---|");
        flatOut(1, 60_000);
        flatOut(50, 12_000);
        flatOut(500, 1_500);
        steady(50, 500, 10);
        steady(500, 50, 10);
    }

    /** Frames that arrive in a second when events are sent as fast as they can be. */
    private static void flatOut(int watchers, int events) {
        var bare = new ArrayList<Double>();
        var lucid = new ArrayList<Double>();
        for (var round = 0; round <= ROUNDS; round++) {
            var one = Math.max(
                    rate(() -> new BareBroadcast(TEXT, 1), watchers, events),
                    rate(() -> new BareBroadcast(TEXT, 16), watchers, events));
            var other = rate(() -> new LiveChat(TEXT), watchers, events);
            if (round > 0) {
                bare.add(one);
                lucid.add(other);
            }
        }
        System.out.printf(
                "| %d | frames/s, flat out | %,.0f | %,.0f | %.0f %% |%n",
                watchers, median(bare), median(lucid), 100 * median(lucid) / median(bare));
    }

    private static double rate(Supplier<Broadcaster> kind, int watchers, int events) {
        try (var server = kind.get();
                var swarm = swarm(server, watchers, new AtomicLongArray(0), new Latencies())) {
            var began = System.nanoTime();
            for (var i = 0; i < events; i++) {
                server.send();
            }
            swarm.await(_ -> true, server.next() - 1, LIMIT);
            requireNoFaults(swarm);
            return events * (double) watchers / ((System.nanoTime() - began) / 1e9);
        }
    }

    /** How late frames arrive at a rate that leaves room. */
    private static void steady(int watchers, int perSecond, int seconds) {
        var bare = new ArrayList<Latencies>();
        var lucid = new ArrayList<Latencies>();
        for (var round = 0; round <= ROUNDS; round++) {
            var one = late(() -> new BareBroadcast(TEXT, 16), watchers, perSecond, seconds);
            var other = late(() -> new LiveChat(TEXT), watchers, perSecond, seconds);
            if (round > 0) {
                bare.add(one);
                lucid.add(other);
            }
        }
        for (var part : new double[] {0.5, 0.99}) {
            var limit = median(bare.stream().map(l -> l.millis(part)).toList());
            var reached = median(lucid.stream().map(l -> l.millis(part)).toList());
            System.out.printf(
                    "| %d | p%.0f at %d events/s, ms | %.2f | %.2f | %.2f × |%n",
                    watchers, 100 * part, perSecond, limit, reached, reached / limit);
        }
    }

    private static Latencies late(Supplier<Broadcaster> kind, int watchers, int perSecond, int seconds) {
        var sentAt = new AtomicLongArray(perSecond * seconds + 10);
        var latencies = new Latencies();
        try (var server = kind.get();
                var swarm = swarm(server, watchers, sentAt, latencies)) {
            paced(server, sentAt, perSecond, seconds);
            swarm.await(_ -> true, server.next() - 1, LIMIT);
            requireNoFaults(swarm);
        }
        return latencies;
    }

    /** Sends at a steady rate, whatever becomes of it. */
    static void paced(Broadcaster server, AtomicLongArray sentAt, int perSecond, int seconds) {
        var began = System.nanoTime();
        for (var i = 0; i < perSecond * seconds; i++) {
            var due = began + i * 1_000_000_000L / perSecond;
            for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            sentAt.set((int) server.next(), System.nanoTime());
            server.send();
        }
    }

    private static Swarm swarm(Broadcaster server, int watchers, AtomicLongArray sentAt, Latencies latencies) {
        var swarm = new Swarm(
                sentAt,
                latencies,
                server.port(),
                server.firstMessage(),
                server.next() - 1,
                Collections.nCopies(watchers, Swarm.Pace.QUICK));
        swarm.awaitReady(server, watchers);
        return swarm;
    }

    private static void requireNoFaults(Swarm swarm) {
        if (swarm.faults() > 0) {
            throw new IllegalStateException(swarm.faults() + " events were missing or came twice");
        }
    }

    private static double median(List<Double> values) {
        return DoubleStream.of(values.stream().mapToDouble(value -> value).toArray())
                .sorted()
                .skip(values.size() / 2)
                .findFirst()
                .orElseThrow();
    }
}
