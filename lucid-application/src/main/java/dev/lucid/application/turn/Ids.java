package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.tool.CallId;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes ids: random UUIDs, version 4. As safe for many threads as its source is. */
public final class Ids {
    private final RandomGenerator random;

    public Ids(RandomGenerator random) {
        this.random = requireNonNull(random, "random");
    }

    public EventId event() {
        return new EventId(uuid());
    }

    public CallId call() {
        return new CallId(uuid());
    }

    public UUID uuid() {
        return new UUID(
                (random.nextLong() & 0xffff_ffff_ffff_0fffL) | 0x4000L,
                (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }
}
