package dev.lucid.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * From {@code ./lucid serve} to the first {@code /health} that is served, on a data directory that is there, its own
 * PostgreSQL's start included. By turns with the ahead-of-time cache and without.
 */
final class StartTime implements Harness {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> measure(Effort effort) throws Exception {
        try (var scratch = Scratch.make()) {
            var data = Files.createDirectory(scratch.folder().resolve("data"));
            Program.start(data).close(); // the first start makes the program and the database
            var pair = Rounds.byTurns(effort, () -> without(data), () -> with(data));

            return List.of(
                    Figure.alone("serve to first /health, second start", "≤ 1,000 ms", Figure.millis(pair.measured())),
                    Figure.alone("the same without the AOT cache", "", Figure.millis(pair.limit())));
        }
    }

    private static double with(Path data) throws Exception {
        try (var program = Program.start(data)) {
            return program.startMillis();
        }
    }

    private static double without(Path data) throws Exception {
        try (var program = Program.startWithoutCache(data)) {
            return program.startMillis();
        }
    }
}
