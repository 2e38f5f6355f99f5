package dev.lucid.port.chat;

/** Is shown what happens in a chat, one thing at a time. */
@FunctionalInterface
public interface Watcher {
    /**
     * Shows the next thing. The one after it comes only once {@code done} was called, from any thread, within this
     * method or later: so a slow receiver holds up itself and nobody else. Must not block, and not fail.
     */
    void show(Sight sight, Runnable done);
}
