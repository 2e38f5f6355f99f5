package dev.lucid.benchmarks;

import java.util.List;

/** Measures one thing, beside its limit. Leaves nothing behind. */
interface Harness {
    /** What to call it by. */
    String name();

    List<Figure> measure(Effort effort) throws Exception;
}
