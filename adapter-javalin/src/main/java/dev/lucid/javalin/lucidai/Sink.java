package dev.lucid.javalin.lucidai;

/** Takes frames, one at a time. */
@FunctionalInterface
public interface Sink {
    /**
     * Takes a frame, and calls {@code taken} once the next may follow, within this method or later, from any thread. A
     * sink that is closed never calls it. Must not block, and not fail.
     */
    void send(String frame, Runnable taken);
}
