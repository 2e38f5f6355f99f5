package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells whoever sits in front of this process that the log can't be written, and that it can be again: once each time, and
 * not of what passes at once. Safe for many threads.
 */
final class Outage {
    private static final Duration NOTABLE = Duration.ofSeconds(2);

    private final Consumer<String> tell;
    private boolean lasting;
    private boolean told;
    private long began;

    Outage(Consumer<String> tell) {
        this.tell = requireNonNull(tell, "tell");
    }

    synchronized void failed(Throwable failure) {
        long now = System.nanoTime();
        began = lasting ? began : now;
        lasting = true;
        if (!told && now - began >= NOTABLE.toNanos()) {
            told = true;
            tell.accept("Failed to flush events, as the log can't be written: " + Failures.said(failure) + ". "
                    + advice(failure) + "What is to be stored waits, and is tried again.");
        }
    }

    synchronized void over() {
        lasting = false;
        if (told) {
            told = false;
            tell.accept("The log can be written again.");
        }
    }

    private static String advice(Throwable failure) {
        return Failures.isOutOfRoom(failure) ? "Make room on its disk. " : "";
    }
}
