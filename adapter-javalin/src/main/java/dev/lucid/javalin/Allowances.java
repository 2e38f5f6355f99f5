package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much each of many may still do: a bucket for each, which fills steadily and is emptied by what is done. Remembers a
 * bounded number, those seen last; whoever is forgotten begins with a full bucket. Safe for many threads.
 */
final class Allowances<K> {
    private static final int MAX_KEYS = 10_000;

    private record Bucket(double left, long at) {}

    private final Limits.Rate rate;
    private final LongSupplier nanos;
    private final LinkedHashMap<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    Allowances(Limits.Rate rate, LongSupplier nanos) {
        this.rate = requireNonNull(rate, "rate");
        this.nanos = requireNonNull(nanos, "nanos");
    }

    /** Takes one from the bucket of {@code key}; if there is none, gives how long to wait for it. */
    synchronized Optional<Duration> take(K key) {
        var now = nanos.getAsLong();
        var left = Optional.ofNullable(buckets.get(key))
                .map(bucket -> Math.min(rate.burst(), bucket.left() + filled(now - bucket.at())))
                .orElse((double) rate.burst());
        var granted = left >= 1;
        buckets.put(key, new Bucket(granted ? left - 1 : left, now));
        if (buckets.size() > MAX_KEYS) {
            buckets.pollFirstEntry();
        }

        return granted
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(
                        (long) ((1 - left) * Duration.ofSeconds(1).toNanos() / rate.perSecond())));
    }

    private double filled(long nanosPassed) {
        return (double) nanosPassed * rate.perSecond() / Duration.ofSeconds(1).toNanos();
    }
}
