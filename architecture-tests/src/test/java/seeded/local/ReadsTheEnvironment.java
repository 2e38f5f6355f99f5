package seeded.local;

/** Breaks: the configuration alone reads the environment. */
final class ReadsTheEnvironment {
    String home() {
        return System.getenv("HOME");
    }
}
