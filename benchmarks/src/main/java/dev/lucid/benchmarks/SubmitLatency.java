package dev.lucid.benchmarks;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after a message is sent over a WebSocket its sender sees it stored, and the agent's first text. The scripted
 * model answers at once, so all of that time is Lucid's. Beside it as many bare commits as that takes: one until the
 * message is stored, two more until the turn has begun.
 */
final class SubmitLatency implements Harness {
    private static final String SCRIPT = """
            answers:
              - turns:
                  - text: "Well, then."
            """;
    private static final int MESSAGES = 60;
    private static final long PAUSE_NANOS = 15_000_000;

    @Override
    public String name() {
        return "submit";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        var events = new Rounds();
        var texts = new Rounds();
        var commits = new Rounds();
        try (var database = new Database();
                var bare = database.bare();
                var server = new LiveServer(database, SCRIPT);
                var caller = new Caller(server.port(), "{\"task\":\"begin\"}")) {
            caller.hear("\"TurnEnded\"");
            for (var round = 0; round <= effort.rounds(); round++) {
                for (var i = 0; i < effort.of(MESSAGES); i++) {
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
                    if (round > 0) {
                        commits.add((stored - began) / 1e6);
                        events.add((seen - sent) / 1e6);
                        texts.add((text - sent) / 1e6);
                    }
                }
            }
        }

        return List.of(
                Figure.times("submit to first event at the watcher", "≤ 3 ms", commits.median(), events.median()),
                Figure.times("submit to first text at the watcher", "≤ 5 ms", 3 * commits.median(), texts.median()));
    }
}
