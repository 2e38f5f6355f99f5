package dev.lucid.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * How long an event takes from its append to its watchers, at a steady rate, over real WebSockets. Beside it one bare
 * commit followed by a bare broadcast. Timed from the moment at which the event was due, so a stall counts for all whom
 * it held up.
 */
final class Lateness implements Harness {
    private static final String TEXT = "0123456789abcdef".repeat(20);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final double P50 = 0.5;
    private static final double P99 = 0.99;

    /** Longer than others: a 99th percentile needs many events. */
    private static final double SECONDS = 4;

    private record Load(int watchers, int perSecond) {}

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var figures = new ArrayList<Figure>();
        try (var database = new Database();
                var bare = database.bare()) {
            for (var load : List.of(new Load(effort.of(50), 500), new Load(effort.of(500), 50))) {
                figures.addAll(measure(effort, database, bare, load));
            }
        }

        return figures;
    }

    private static List<Figure> measure(Effort effort, Database database, BareLog commit, Load load) throws Exception {
        var bare = List.of(new Rounds(), new Rounds());
        var lucid = List.of(new Rounds(), new Rounds());
        for (var round = 0; round <= effort.rounds(); round++) {
            var seconds = round == 0 ? effort.seconds() : Math.min(SECONDS, 2 * effort.seconds());
            var one = late(new Committing(new BareBroadcast(TEXT, 16), commit), load, seconds);
            var other = late(new DurableChat(database, new LiveServer(database, ""), TEXT), load, seconds);
            if (round > 0) {
                add(bare, one);
                add(lucid, other);
            }
        }
        var what = Figure.text("append to watcher, %d watchers, %d events/s, ", load.watchers(), load.perSecond());

        return List.of(
                Figure.times(
                        what + "p50",
                        "≤ 1.5 ×",
                        bare.getFirst().median(),
                        lucid.getFirst().median()),
                Figure.times(
                        what + "p99",
                        "≤ 1.5 ×",
                        bare.getLast().median(),
                        lucid.getLast().median()));
    }

    private static void add(List<Rounds> rounds, Latencies seen) {
        rounds.getFirst().add(seen.millis(P50));
        rounds.getLast().add(seen.millis(P99));
    }

    private static Latencies late(Broadcaster kind, Load load, double seconds) {
        var events = (int) (load.perSecond() * seconds);
        var latencies = new Latencies();
        try (var server = kind) {
            var sentAt = new AtomicLongArray((int) server.next() + events + 10);
            var paces = Collections.nCopies(load.watchers(), Swarm.Pace.QUICK);
            try (var swarm = Swarm.following(server, sentAt, latencies, paces)) {
                paced(server, sentAt, load.perSecond(), events);
                swarm.awaitFaultless(server.next() - 1, LIMIT);
            }
        }

        return latencies;
    }

    private static void paced(Broadcaster server, AtomicLongArray sentAt, int perSecond, int events) {
        var began = System.nanoTime();
        for (var i = 0; i < events; i++) {
            var due = began + i * 1_000_000_000L / perSecond;
            for (var left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            sentAt.set((int) server.next(), due);
            server.send();
        }
    }

    /** Stores each event in a bare table before it is sent. */
    private record Committing(BareBroadcast broadcast, BareLog log) implements Broadcaster {
        private static final String BODY = "{\"text\": \"" + TEXT + "\"}";

        @Override
        public int port() {
            return broadcast.port();
        }

        @Override
        public String firstMessage() {
            return broadcast.firstMessage();
        }

        @Override
        public int listeners() {
            return broadcast.listeners();
        }

        @Override
        public long next() {
            return broadcast.next();
        }

        @Override
        public void send() {
            try {
                log.insert(1, BODY);
            } catch (SQLException e) {
                throw new IllegalStateException("The bare insert failed", e);
            }
            broadcast.send();
        }

        @Override
        public void close() {
            broadcast.close();
        }
    }
}
