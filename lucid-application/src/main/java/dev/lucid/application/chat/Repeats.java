package dev.lucid.application.chat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.EventLog;
import java.util.Optional;

/** Finds what a repeated request has stored before. Reads the chat's whole log, so it is for the rare case. */
final class Repeats {
    private static final int PAGE = 500;

    private Repeats() {}

    static Optional<StoredEvent> find(EventLog log, UserId user, ChatId chat, EventId id) {
        var page = log.read(user, chat, 0, PAGE);
        while (!page.isEmpty()) {
            var known = page.stream().filter(stored -> stored.id().equals(id)).findFirst();
            if (known.isPresent()) {
                return known;
            }
            page = log.read(user, chat, page.getLast().seq(), PAGE);
        }

        return Optional.empty();
    }
}
