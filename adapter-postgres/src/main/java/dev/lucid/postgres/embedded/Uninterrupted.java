package dev.lucid.postgres.embedded;

import java.util.concurrent.atomic.AtomicReference;

/** Work that has to be finished even if the thread that asked for it is interrupted; its interrupt is kept. */
final class Uninterrupted {
    private Uninterrupted() {}

    static void run(String threadName, Runnable work) {
        var failure = new AtomicReference<RuntimeException>();
        var thread = Thread.ofPlatform().name(threadName).start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        join(thread);
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
