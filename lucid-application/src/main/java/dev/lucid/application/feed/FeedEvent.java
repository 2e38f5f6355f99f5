package dev.lucid.application.feed;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Sight;
import java.util.function.Function;

/** A stored event on its way to watchers, with its latest encoding: one wire at a time is enough to share. */
final class FeedEvent implements Sight.Event {
    private record Encoding(Class<?> wire, Object value) {}

    private static final Encoding NONE = new Encoding(Void.class, "");

    private final StoredEvent event;
    private final long weight;
    private volatile Encoding encoding = NONE;

    FeedEvent(StoredEvent event) {
        this.event = requireNonNull(event, "event");
        this.weight = Weight.of(event.event());
    }

    @Override
    public StoredEvent event() {
        return event;
    }

    long seq() {
        return event.seq();
    }

    /** As {@link Weight} counts. */
    long weight() {
        return weight;
    }

    @Override
    public <T> T encoded(Class<T> wire, Function<StoredEvent, T> encoder) {
        var known = encoding;
        if (known.wire() == wire) {
            return wire.cast(known.value());
        }
        var made = encoder.apply(event);
        encoding = new Encoding(wire, made);

        return made;
    }
}
