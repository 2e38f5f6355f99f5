package seeded.port;

/** Breaks: ports declare no checked exception. */
interface DeclaresAnException {
    void call() throws InterruptedException;
}
