package seeded.application;

/** Breaks: exceptions have a kind. */
final class ThrowsAnything {
    void call() {
        throw new RuntimeException("something");
    }
}
