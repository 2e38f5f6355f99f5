package dev.lucid.application.turn;

import java.time.Duration;

/** How long to wait before something that failed is tried again: longer each time, up to a limit. */
final class BackOff {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final int DOUBLINGS = 6;

    private BackOff() {}

    /** The wait after so many failures in a row, the first being 1. */
    static Duration after(int failures) {
        return FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
    }
}
