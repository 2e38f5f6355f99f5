package dev.lucid.benchmarks;

import java.util.List;
import java.util.Locale;

/** Measures what Lucid costs, and prints a table. Arguments name what to measure; without any, all is. */
public final class Benchmarks {
    private static final String HEAD = "| what | reach | limit | measured | ratio |\n|---|---|---|---|---|";

    private Benchmarks() {}

    static List<Harness> all() {
        return List.of(
                new LogThroughput(),
                new Lateness(),
                new FlatOut(),
                new SlowWatchers(),
                new Crowd(),
                new SubmitLatency(),
                new StepCost(),
                new StartTime(),
                new Memory());
    }

    /** Prints each figure as it is found. Ends with 2 if a name is not known. */
    public static void main(String[] names) throws Exception {
        Locale.setDefault(Locale.ROOT);
        var known = all().stream().map(Harness::name).toList();
        for (var name : names) {
            if (!known.contains(name)) {
                System.err.println("There is no benchmark '" + name + "', but " + String.join(", ", known) + ".");
                System.exit(2);
            }
        }
        System.out.println(HEAD);
        for (var harness : all()) {
            if (names.length == 0 || List.of(names).contains(harness.name())) {
                harness.measure(Effort.FULL).forEach(figure -> System.out.println(figure.row()));
            }
        }
        System.exit(0);
    }
}
