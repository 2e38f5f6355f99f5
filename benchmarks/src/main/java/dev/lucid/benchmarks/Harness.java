package dev.lucid.benchmarks;

import java.util.List;
import java.util.Optional;

/** Measures one thing, beside its limit. Leaves nothing behind. */
interface Harness {
    /** What to call it by. */
    String name();

    /** What must be there before, with what to do about it; empty if nothing is missing. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    List<Figure> measure(Effort effort) throws Exception;
}
