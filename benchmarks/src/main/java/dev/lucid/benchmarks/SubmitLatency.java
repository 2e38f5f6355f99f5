package dev.lucid.benchmarks;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after a message is sent over a WebSocket, into a young chat, its sender sees it stored, and the agent's first
 * text. The scripted model answers at once, so all of that time is Lucid's. Beside it as many bare commits as that takes:
 * one until the message is stored, two more until the turn has begun.
 */
final class SubmitLatency implements Harness {
    private static final String SCRIPT = """
            answers:
              - turns:
                  - text: "Well, then."
            """;
    private static final int CHATS = 5;
    private static final int MESSAGES = 12;
    private static final long PAUSE_NANOS = 15_000_000;

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var times = new Times();
        try (var database = new Database();
                var bare = database.bare();
                var server = new LiveServer(database, SCRIPT)) {
            for (var round = 0; round <= effort.rounds(); round++) {
                var counted = round == 0 ? new Times() : times;
                for (var chat = 0; chat < effort.of(CHATS); chat++) {
                    talk(server, bare, counted);
                }
            }
        }
        var commit = times.commits().median();

        return List.of(
                Figure.times(
                        "submit to first event at the watcher",
                        "≤ 3 ms",
                        commit,
                        times.events().median()),
                Figure.times(
                        "submit to first text at the watcher",
                        "≤ 5 ms",
                        3 * commit,
                        times.texts().median()));
    }

    private static void talk(LiveServer server, BareLog bare, Times times) throws Exception {
        try (var caller = new Caller(server.port(), "{\"task\":\"begin\"}")) {
            caller.hear("\"TurnEnded\"");
            for (var i = 0; i < MESSAGES; i++) {
                LockSupport.parkNanos(PAUSE_NANOS); // a person does not answer at once
                var began = System.nanoTime();
                bare.insert(1, "{}");
                var stored = System.nanoTime();
                caller.say("{\"type\":\"message\",\"content\":\"go on\"}");
                var sent = System.nanoTime();
                caller.hear("\"eventType\":\"FollowUp\"");
                var seen = System.nanoTime();
                caller.hear("Well,");
                var text = System.nanoTime();
                caller.hear("\"TurnEnded\"");
                times.commits().add((stored - began) / 1e6);
                times.events().add((seen - sent) / 1e6);
                times.texts().add((text - sent) / 1e6);
            }
        }
    }

    /** In milliseconds. */
    private record Times(Rounds commits, Rounds events, Rounds texts) {
        Times() {
            this(new Rounds(), new Rounds(), new Rounds());
        }
    }
}
