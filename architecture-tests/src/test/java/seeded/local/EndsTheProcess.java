package seeded.local;

/** Breaks: the program alone ends the process. */
final class EndsTheProcess {
    void end() {
        System.exit(1);
    }
}
