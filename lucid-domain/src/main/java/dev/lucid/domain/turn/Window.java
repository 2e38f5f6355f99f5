package dev.lucid.domain.turn;

import dev.lucid.domain.model.TokenUsage;

/**
 * How full the model's window is.
 *
 * @param used tokens of the latest prompt and its reply
 * @param repliesSince replies since the prompt was last shortened
 * @param overflows how often in a row the provider said that the prompt is too long
 * @param toShorten whether the prompt must be shortened before the model is asked again
 */
record Window(long used, int repliesSince, int overflows, boolean toShorten) {
    static final Window FRESH = new Window(0, Integer.MAX_VALUE, 0, false);

    /** A prompt is shortened once it fills this share of the window, so that there is room for what comes. */
    private static final double FULL = 0.8;

    /** After shortening, so many replies are waited for before it is done again; it would cost more than it gives. */
    private static final int REST = 4;

    /** The second overflow in a row is met with the hard way; after the third there is none left. */
    static final int MAX_OVERFLOWS = 3;

    Window afterReply(TokenUsage usage, int size) {
        var replies = repliesSince == Integer.MAX_VALUE ? repliesSince : repliesSince + 1;

        return new Window(usage.total(), replies, 0, usage.total() > size * FULL && replies >= REST);
    }

    Window afterOverflow() {
        return new Window(used, repliesSince, overflows + 1, true);
    }

    Window afterCondensation() {
        return new Window(0, 0, overflows, false);
    }
}
