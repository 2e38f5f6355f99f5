package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.ReadChats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out where a chat's turn stood at an earlier event, by reading back no further than needed. */
final class Past {
    private static final int FIRST_PAGE = 32;
    private static final int MAX_PAGE = 512;

    private final ReadChats chats;

    Past(ReadChats chats) {
        this.chats = chats;
    }

    /** Where the turn stood after event {@code seq}; empty if the chat has no such event. */
    Optional<Standing> standing(ChatProfile chat, long seq) {
        var standing = new Standing(chat.id());
        if (seq == 0) {
            return Optional.of(standing);
        }
        var events = new ArrayList<StoredEvent>();
        var page = FIRST_PAGE;
        for (var upTo = seq; upTo > 0 && noBoundary(events); page = Math.min(2 * page, MAX_PAGE)) {
            var from = Math.max(0, upTo - page);
            var earlier = chats.events(chat.owner(), chat.id(), from, (int) (upTo - from));
            if (earlier.size() < upTo - from) {
                return Optional.empty();
            }
            events.addAll(0, earlier);
            upTo = from;
        }
        events.forEach(event -> standing.after(event, false));

        return Optional.of(standing);
    }

    private static boolean noBoundary(List<StoredEvent> events) {
        return events.stream().noneMatch(event -> Standing.isBoundary(event.event()));
    }
}
