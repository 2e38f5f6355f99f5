package seeded.postgres;

import java.util.function.Supplier;

/** Breaks nothing: something to be called. */
final class Transactions {
    <T> T asLucid(Supplier<T> work) {
        return work.get();
    }
}
