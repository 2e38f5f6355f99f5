package dev.lucid.benchmarks;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * What a server that does nothing takes, and how much more with each idle watcher and with each session whose turn is
 * over. Watchers and sessions by what is live on the heap; the process's own memory grows in steps and is told beside it.
 */
final class Memory implements Harness {
    private static final long SETTLE_NANOS = 1_500_000_000;
    private static final int WATCHERS = 500;
    private static final int SESSIONS = 40;
    private static final double MB = 1 << 20;
    private static final double KB = 1 << 10;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        try (var scratch = Scratch.make()) {
            var data = Files.createDirectory(scratch.folder().resolve("data"));
            Program.start(data).close();
            var figures = new ArrayList<Figure>();
            try (var program = Program.start(data)) {
                LockSupport.parkNanos(SETTLE_NANOS);
                figures.add(Figure.alone(
                        "idle server, resident", "≤ 200 MB", Figure.text("%.0f MB", program.resident() / MB)));
                figures.addAll(sessions(program, effort.of(SESSIONS)));
                figures.addAll(watchers(program, effort.of(WATCHERS)));
            }

            return figures;
        }
    }

    private static List<Figure> sessions(Program program, int sessions) throws Exception {
        play(program); // what the first one loads, the others share
        var live = program.live();
        var resident = program.resident();
        for (var i = 0; i < sessions; i++) {
            play(program);
        }
        LockSupport.parkNanos(SETTLE_NANOS);

        return List.of(
                Figure.alone(
                        "session after one turn, live heap",
                        "≤ 0.3 MB",
                        Figure.text("%.3f MB", (program.live() - live) / MB / sessions)),
                Figure.alone(
                        "the same, resident",
                        "",
                        Figure.text("%.2f MB", (program.resident() - resident) / MB / sessions)));
    }

    private static String play(Program program) throws Exception {
        try (var caller = new Caller(program.port(), "{\"task\":\"print hello world\"}")) {
            return caller.hear("\"TurnEnded\"");
        }
    }

    private static List<Figure> watchers(Program program, int watchers) throws Exception {
        var end = play(program);
        var chat = end.replaceAll("(?s).*\"chatId\":\"([^\"]*)\".*", "$1");
        var seq = Long.parseLong(end.replaceAll("(?s).*\"seq\":(\\d+).*", "$1"));
        var attach = "{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":" + seq + "}";
        LockSupport.parkNanos(SETTLE_NANOS);
        var live = program.live();
        var resident = program.resident();
        var paces = Collections.nCopies(watchers, Swarm.Pace.QUICK);
        try (var _ = new Swarm(new AtomicLongArray(0), new Latencies(), program.port(), attach, seq, paces)) {
            LockSupport.parkNanos(SETTLE_NANOS);

            return List.of(
                    Figure.alone(
                            "idle watcher, live heap",
                            "≤ 30 KB",
                            Figure.text("%.1f KB", (program.live() - live) / KB / watchers)),
                    Figure.alone(
                            "the same, resident",
                            "",
                            Figure.text("%.1f KB", (program.resident() - resident) / KB / watchers)));
        }
    }
}
