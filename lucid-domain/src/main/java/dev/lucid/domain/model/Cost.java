package dev.lucid.domain.model;

/** What model calls cost. Closed for ever: a price is known or it is not, and unknown is never taken for nothing. */
public sealed interface Cost {
    /** Nothing was bought yet. */
    static Cost nothing() {
        return new Known(0);
    }

    /** In millionths of a US dollar. */
    record Known(long microUsd) implements Cost {
        public Known {
            if (microUsd < 0) {
                throw new IllegalArgumentException("A cost is not negative: " + microUsd);
            }
        }
    }

    /** The model has no price in the list. */
    record Unknown() implements Cost {}

    /** This and {@code other} together: unknown if either is. */
    default Cost plus(Cost other) {
        return this instanceof Known(var mine) && other instanceof Known(var more)
                ? new Known(mine + more)
                : new Unknown();
    }
}
