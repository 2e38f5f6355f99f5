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
                new ContainerReady(),
                new ContainerCommands(),
                new ContainerBurst(),
                new StartTime(),
                new Memory());
    }

    /** Where something is missing, that is what is printed. */
    private static void print(Harness harness) throws Exception {
        var missing = harness.missing();
        if (missing.isPresent()) {
            System.out.println(Figure.alone(harness.name(), "", "not measured: " + missing.get())
                    .row());
        } else {
            harness.measure(Effort.FULL).forEach(figure -> System.out.println(figure.row()));
        }
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
                print(harness);
            }
        }
        System.exit(0);
    }
}
