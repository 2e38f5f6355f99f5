package seeded.tests;

/** Breaks: a test waits for what it waits for. */
class SleepsInATest {
    void waits() throws InterruptedException {
        Thread.sleep(1);
    }
}
