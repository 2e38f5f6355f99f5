package seeded.application;

/** Breaks: nothing is static and mutable. */
final class Counts {
    private static int count;

    int next() {
        return count++;
    }
}
