package dev.lucid.app;

import dev.lucid.port.PortFailure;
import java.util.Optional;

/** Something that is made on a thread of its own, while another makes something else. */
final class Meanwhile {
    private final Thread thread;
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private Meanwhile(Lazy<?> part) {
        this.thread = Thread.ofPlatform().daemon().name("lucid-start").start(() -> make(part));
    }

    static Meanwhile making(Lazy<?> part) {
        return new Meanwhile(part);
    }

    private void make(Lazy<?> part) {
        try {
            part.get();
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
    }

    /** Waits until it is made; fails as the making failed. An interrupt is passed on to the making. */
    void done() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            thread.interrupt();
            throw PortFailure.whileDoing("starting", e);
        }
        failIfFailed();
    }

    /** Waits until it is made, or has failed, whatever comes meanwhile: then it can be ended. */
    void settled() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        failIfFailed();
    }

    private void failIfFailed() {
        failure.ifPresent(e -> {
            throw e;
        });
    }
}
