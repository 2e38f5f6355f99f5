package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.turn.Chat;
import dev.lucid.port.chat.Sight;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What happened in a chat so far, read from the log a piece at a time. */
final class History implements Iterable<StoredEvent> {
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
    @Override
    public Iterator<StoredEvent> iterator() {
        return Stream.iterate(
                        after(0),
                        page -> !page.isEmpty(),
                        page -> after(page.getLast().seq()))
                .flatMap(List::stream)
                .iterator();
    }

    private List<StoredEvent> after(long seq) {
        return engine.readChats().events(engine.user(), chat.id(), seq, PAGE);
    }

    /** The chat as its events tell it. */
    Chat folded() {
        var folded = Chat.of(chat);
        for (var event : this) {
            folded = folded.after(event);
        }

        return folded;
    }
}
