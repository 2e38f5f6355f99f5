package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

/** An event on its way to the log, under the id that its writer gave it. */
public record NewEvent<E extends ChatEvent>(EventId id, E event) {
    public NewEvent {
        requireNonNull(id, "id");
        requireNonNull(event, "event");
    }
}
