package seeded.tests;

import java.util.concurrent.locks.LockSupport;

/** Breaks: a test waits for what it waits for. */
class SleepsInATest {
    void waits() throws InterruptedException {
        Thread.sleep(1);
    }

    void parks() {
        LockSupport.parkNanos(1);
    }
}
