package dev.lucid.domain.turn;

/**
 * What people said to a turn, by the numbers of their events; 0 is never.
 *
 * @param steered the latest message
 * @param seen up to where the model has been shown the chat
 * @param stopped when a stop was asked for
 * @param paused whether the turn waits
 */
record Inbox(long steered, long seen, long stopped, boolean paused) {
    static final Inbox EMPTY = new Inbox(0, 0, 0, false);

    Inbox messaged(long seq) {
        return new Inbox(seq, seen, stopped, paused);
    }

    Inbox shown(long upTo) {
        return new Inbox(steered, upTo, stopped, paused);
    }

    Inbox stop(long seq) {
        return stopped > 0 ? this : new Inbox(steered, seen, seq, paused);
    }

    Inbox pause(boolean pause) {
        return new Inbox(steered, seen, stopped, pause);
    }

    boolean stopRequested() {
        return stopped > 0;
    }

    /** Whether a message came that the model has not been shown. */
    boolean unanswered() {
        return steered > seen && steered > stopped;
    }
}
