package dev.lucid.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * One client among many. It follows a turn to its end, holds the server to numbers without a gap, and notes how late each
 * event came that was stored while it watched. One thread's.
 */
final class CrowdWatcher {
    /** When it saw the first command's result, and when the end, by the clock of this process. */
    record Span(long began, long ended) {}

    private final Latencies lateness;
    private long seq;
    private boolean live;
    private long began;

    private CrowdWatcher(Latencies lateness) {
        this.lateness = lateness;
    }

    /** Starts a chat, has that many clients follow it, the starting one among them, and gives what each saw. */
    static List<Span> start(int port, int watchers, Latencies lateness, ExecutorService threads) throws Exception {
        try (var caller = new Caller(port, "{\"task\":\"count\"}")) {
            var chat = caller.hear("\"chatId\"").replaceAll("(?s).*\"chatId\":\"([^\"]*)\".*", "$1");
            var others = new ArrayList<Future<Span>>();
            for (var i = 1; i < watchers; i++) {
                others.add(threads.submit(() -> attach(port, chat, lateness)));
            }
            var spans = new ArrayList<Span>();
            spans.add(new CrowdWatcher(lateness).follow(caller));
            for (var other : others) {
                spans.add(joined(other));
            }

            return spans;
        }
    }

    private static Span attach(int port, String chat, Latencies lateness) throws IOException {
        try (var caller = new Caller(port, "{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":0}")) {
            return new CrowdWatcher(lateness).follow(caller);
        }
    }

    private static Span joined(Future<Span> other) throws Exception {
        try {
            return other.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A watcher was let down", e);
        }
    }

    private Span follow(Caller caller) throws IOException {
        while (true) {
            var frame = caller.hear();
            var now = Instant.now();
            if (frame.startsWith("{\"type\":\"status\"")) {
                live |= frame.contains("\"running\"");
            } else if (frame.startsWith("{\"type\":\"agent_event\"")) {
                take(frame, now);
                if (frame.contains("\"TurnEnded\"")) {
                    return new Span(began, System.nanoTime());
                }
            }
        }
    }

    private void take(String frame, Instant now) {
        var number = Long.parseLong(field(frame, "\"seq\":", ','));
        // Who starts a chat has heard of it in a status before; its first event is number 1 for everybody.
        if (number != seq + 1) {
            throw new IllegalStateException("Event " + number + " came after " + seq);
        }
        seq = number;
        if (began > 0 && live) {
            var stored = Instant.parse(field(frame, "\"timestamp\":\"", '"'));
            lateness.add(Duration.between(stored, now).toNanos());
        }
        // What came before was the sandbox being made.
        if (began == 0 && frame.contains("\"content\":\"0\\n\"")) {
            began = System.nanoTime();
        }
    }

    private static String field(String frame, String before, char end) {
        var from = frame.lastIndexOf(before) + before.length();

        return frame.substring(from, frame.indexOf(end, from));
    }
}
