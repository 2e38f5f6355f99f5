package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.turn.Chat;
import dev.lucid.port.chat.Sight;
import java.util.function.Consumer;
import java.util.function.Function;

/** What happened in a chat so far, read from the log a piece at a time. */
final class History {
    private static final int PAGE = 500;

    /** A stored event that nobody watched for. */
    record Past(StoredEvent event) implements Sight.Event {
        Past {
            requireNonNull(event, "event");
        }

        @Override
        public <T> T encoded(Class<T> wire, Function<StoredEvent, T> encoder) {
            return encoder.apply(event);
        }
    }

    private final Engine engine;
    private final ChatProfile chat;

    History(Engine engine, ChatProfile chat) {
        this.engine = requireNonNull(engine, "engine");
        this.chat = requireNonNull(chat, "chat");
    }

    /** Gives each event, in order. */
    void forEach(Consumer<StoredEvent> reader) {
        var after = 0L;
        var page = engine.readChats().events(engine.user(), chat.id(), after, PAGE);
        while (!page.isEmpty()) {
            page.forEach(reader);
            after = page.getLast().seq();
            page = engine.readChats().events(engine.user(), chat.id(), after, PAGE);
        }
    }

    /** The chat as its events tell it. */
    Chat folded() {
        var fold = new Chat[] {Chat.empty(chat.repository().isPresent())};
        forEach(event -> fold[0] = fold[0].after(event));

        return fold[0];
    }
}
