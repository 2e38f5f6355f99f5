package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.LogListener;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

/** A log of a running turn with very many long messages, made as they are read; it knows how many of them somebody holds. */
final class EndlessLog implements EventLog {
    /** In UTF-16 units, each in one byte. */
    static final int LENGTH = 80_000;

    private static final int MESSAGES = 1000;

    private final List<WeakReference<StoredEvent>> given = new ArrayList<>();
    final List<ChatFact> refused = new ArrayList<>();
    long mostHeld;

    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        count();
        facts.forEach(fact -> refused.add(fact.event()));

        return new Appended.FencedOut();
    }

    @Override
    public Appended submit(UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        throw new AssertionError("nobody speaks here");
    }

    @Override
    public Appended submitAfter(long latest, UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        throw new AssertionError("nobody speaks here");
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        count();
        var length = Math.min(limit, PAGE_BYTES / LENGTH + 1);

        return LongStream.rangeClosed(after + 1, Math.min(MESSAGES, after + length))
                .mapToObj(seq -> made(chat, seq))
                .toList();
    }

    @Override
    public List<StoredEvent> read(UserId user, ChatId chat, long after, int limit) {
        return read(chat, after, limit);
    }

    private StoredEvent made(ChatId chat, long seq) {
        var stored = new StoredEvent(chat, seq, new EventId(new UUID(7, seq)), Instant.EPOCH, event(seq));
        given.add(new WeakReference<>(stored));

        return stored;
    }

    private static ChatEvent event(long seq) {
        return seq == 2
                ? new ChatFact.TurnStarted(new ModelRef("scripted", "default"), TurnRules.STANDARD)
                : new ChatRequest.UserMessaged("x".repeat(LENGTH), Delivery.STEER, seq == 1);
    }

    private void count() {
        System.gc();
        given.removeIf(event -> event.refersTo(null));
        mostHeld = Math.max(mostHeld, given.size());
    }

    @Override
    public Listening listen(LogListener listener) {
        return () -> {};
    }
}
