package dev.lucid.egress;

/**
 * So many at once, and after that so many a second. Whoever comes faster is told how long to wait; the wait counts as taken. For
 * one thread.
 */
final class Pace {
    private static final long SECOND = 1_000_000_000;

    private final long each;
    private final long ahead;
    private long next;

    /** Begins at {@code now}, in nanoseconds as all times here. */
    Pace(OutletLimits.Rate rate, long now) {
        this.each = SECOND / rate.perSecond();
        this.ahead = each * (rate.atOnce() - 1);
        this.next = now - ahead;
    }

    /** Takes a turn, and says how long it is until then; never less than nothing. */
    long take(long now) {
        next = Math.max(next, now - ahead);
        long wait = Math.max(0, next - now);
        next += each;

        return wait;
    }
}
