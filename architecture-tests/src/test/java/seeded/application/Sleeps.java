package seeded.application;

/** Breaks: the core does not sleep. */
final class Sleeps {
    void pause() throws InterruptedException {
        Thread.sleep(1);
    }
}
