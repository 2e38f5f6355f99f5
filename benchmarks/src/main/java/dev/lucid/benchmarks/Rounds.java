package dev.lucid.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What the rounds gave, of which the median counts. One thread's. */
final class Rounds {
    /** Does one round, and gives its figure. */
    @FunctionalInterface
    interface Round {
        double measure() throws Exception;
    }

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** Measures a limit and what is beside it by turns, so that what else the machine does hits both; gives both medians. */
    static Pair byTurns(Effort effort, Round limit, Round measured) throws Exception {
        var limits = new Rounds();
        var values = new Rounds();
        for (var round = 0; round <= effort.rounds(); round++) {
            var one = limit.measure();
            var other = measured.measure();
            if (round > 0) {
                limits.add(one);
                values.add(other);
            }
        }

        return new Pair(limits.median(), values.median());
    }

    /** A limit's median, and the median of what was measured beside it. */
    record Pair(double limit, double measured) {}
}
