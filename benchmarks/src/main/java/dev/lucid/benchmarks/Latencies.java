package dev.lucid.benchmarks;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how long things took, each within 2 %. Safe for many threads. */
final class Latencies {
    /** Buckets to each doubling. */
    private static final int FINE = 64;

    private static final int BUCKETS = 64 * FINE;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(long nanos) {
        counts.incrementAndGet(bucket(Math.max(1, nanos)));
    }

    long count() {
        var sum = 0L;
        for (var i = 0; i < BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /** In milliseconds: {@code part} of all took at most so long. */
    double millis(double part) {
        var wanted = (long) Math.ceil(count() * part);
        var seen = 0L;
        for (var i = 0; i < BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return nanos(i) / 1e6;
            }
        }
        return 0;
    }

    private static int bucket(long nanos) {
        var exponent = 63 - Long.numberOfLeadingZeros(nanos);
        var fraction = (int) (exponent < 6 ? (nanos << (6 - exponent)) : (nanos >> (exponent - 6))) - FINE;
        return exponent * FINE + fraction;
    }

    private static double nanos(int bucket) {
        return Math.scalb(1 + (bucket % FINE + 1.0) / FINE, bucket / FINE);
    }
}
