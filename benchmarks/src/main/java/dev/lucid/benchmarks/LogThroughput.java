package dev.lucid.benchmarks;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.Lease;
import dev.lucid.testkit.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Durable events a second: many chats, each waiting for one append before the next. Beside it groups of 1,000 by a bare
 * insert on one connection, into a table with one key, and into one with the two keys that the log's table has.
 */
final class LogThroughput implements Harness {
    private static final int CHATS = 200;
    private static final int GROUP = 1000;
    private static final int[] AT_ONCE = {1, 4, 16};
    private static final String TEXT = "0123456789abcde\n".repeat(60);

    @Override
    public String name() {
        return "log";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var oneKey = new Rounds();
        var twoKeys = new Rounds();
        var reached = IntStream.of(AT_ONCE).mapToObj(_ -> new Rounds()).toList();
        var chats = effort.of(CHATS);
        try (var database = new Database()) {
            var leases = new ArrayList<Lease>();
            for (var i = 0; i < chats; i++) {
                leases.add(database.claim(database.newChat("chat " + i)));
            }
            for (var round = 0; round <= effort.rounds(); round++) {
                var one = bare(database, "primary key (session_id, seq)", effort.seconds() / 2);
                var two = bare(database, "primary key (id), unique (session_id, seq)", effort.seconds() / 2);
                for (var i = 0; i < AT_ONCE.length; i++) {
                    var rate = appends(database, leases, AT_ONCE[i], effort.seconds());
                    if (round > 0) {
                        reached.get(i).add(rate);
                    }
                }
                if (round > 0) {
                    oneKey.add(one);
                    twoKeys.add(two);
                }
            }
        }

        return figures(chats, oneKey.median(), twoKeys.median(), reached);
    }

    private static List<Figure> figures(int chats, double oneKey, double twoKeys, List<Rounds> reached) {
        var what = "durable events/s, " + chats + " chats writing";
        var single = reached.getFirst().median();

        return List.of(
                Figure.share(what + ", 1 an append", "≥ 50 %", oneKey, single),
                Figure.share("the same, beside a table with the log's two keys", "", twoKeys, single),
                Figure.share(
                        what + ", " + AT_ONCE[1] + " an append",
                        "≥ 50 %",
                        oneKey,
                        reached.get(1).median()),
                Figure.share(
                        what + ", " + AT_ONCE[2] + " an append",
                        "≥ 50 %",
                        oneKey,
                        reached.get(2).median()));
    }

    private static double bare(Database database, String keys, double seconds) throws Exception {
        try (var log = database.bare(keys)) {
            var began = System.nanoTime();
            var count = 0L;
            while (System.nanoTime() - began < seconds * 1e9) {
                log.insert(GROUP, TEXT);
                count += GROUP;
            }

            return count / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static double appends(Database database, List<Lease> leases, int atOnce, double seconds) throws Exception {
        var count = new LongAdder();
        var began = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<?>>();
            for (var lease : leases) {
                writers.add(threads.submit(() -> {
                    while (System.nanoTime() - began < seconds * 1e9) {
                        append(database, lease, atOnce);
                        count.add(atOnce);
                    }
                }));
            }
            for (var writer : writers) {
                writer.get();
            }
        }

        return count.sum() / ((System.nanoTime() - began) / 1e9);
    }

    private static void append(Database database, Lease lease, int count) {
        var events = IntStream.range(0, count)
                .mapToObj(_ -> Facts.of(new ChatFact.Said(TEXT)))
                .toList();
        if (!(database.store().log().append(lease, events) instanceof Appended.Stored)) {
            throw new IllegalStateException("Lost the lease of " + lease.chat());
        }
    }
}
