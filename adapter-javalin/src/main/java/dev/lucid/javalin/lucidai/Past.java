package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.ReadChats;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Finds out where a chat's turn stood at an earlier event, by reading back no further than needed. */
final class Past {
    private static final int FIRST_PAGE = 32;
    private static final int MAX_PAGE = 512;

    private final ReadChats chats;

    Past(ReadChats chats) {
        this.chats = chats;
    }

    /** Where the turn stood after event {@code seq}; empty if the chat has no such event. Holds a page at a time. */
    Optional<Standing> standing(ChatProfile chat, long seq) {
        if (seq > 0 && chats.events(chat.owner(), chat.id(), seq - 1, 1).isEmpty()) {
            return Optional.empty();
        }
        var standing = new Standing(chat.id());
        each(chat, beforeLastBoundary(chat, seq), seq, event -> standing.after(event, false));

        return Optional.of(standing);
    }

    private long beforeLastBoundary(ChatProfile chat, long seq) {
        var page = FIRST_PAGE;
        for (var upTo = seq; upTo > 0; page = Math.min(2 * page, MAX_PAGE)) {
            var from = Math.max(0, upTo - page);
            var boundary = new AtomicLong();
            each(chat, from, upTo, event -> {
                if (Standing.isBoundary(event.event())) {
                    boundary.set(event.seq());
                }
            });
            if (boundary.get() > 0) {
                return boundary.get() - 1;
            }
            upTo = from;
        }

        return 0;
    }

    /** A page may be shorter than was asked for. */
    private void each(ChatProfile chat, long from, long upTo, Consumer<StoredEvent> taker) {
        for (var seq = from; seq < upTo; ) {
            var page = chats.events(chat.owner(), chat.id(), seq, (int) Math.min(MAX_PAGE, upTo - seq));
            if (page.isEmpty()) {
                return;
            }
            page.forEach(taker);
            seq = page.getLast().seq();
        }
    }
}
