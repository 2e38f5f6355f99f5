package seeded.port;

/** Breaks: defaults do not throw. */
interface ThrowsByDefault {
    default void call() {
        throw new UnsupportedOperationException("not here");
    }
}
