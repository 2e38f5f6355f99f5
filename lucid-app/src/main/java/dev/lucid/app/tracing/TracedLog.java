package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.LogListener;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.function.Supplier;

/** A log whose facts begin and end the spans of turns and tools, and each append to which is a span. */
final class TracedLog implements EventLog {
    private final EventLog log;
    private final ChatSpans chats;

    TracedLog(EventLog log, ChatSpans chats) {
        this.log = requireNonNull(log, "log");
        this.chats = requireNonNull(chats, "chats");
    }

    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        chats.of(lease).ifPresent(chat -> facts.forEach(fact -> chat.coming(fact.event())));
        var appended = within(
                span("append events").setAttribute("lucid.events", facts.size()), () -> log.append(lease, facts));
        switch (appended) {
            case Appended.Stored _ ->
                chats.of(lease).ifPresent(chat -> facts.forEach(fact -> chat.stored(fact.event())));
            case Appended.FencedOut _ -> chats.left(lease, "lost");
            case Appended.NoSuchChat _ -> chats.left(lease, "deleted");
            case Appended.TooMuchUnread _, Appended.Overtaken _ -> {}
        }

        return appended;
    }

    @Override
    public Appended submit(UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return within(
                span("submit request").setAttribute("gen_ai.conversation.id", chat.toString()),
                () -> log.submit(user, chat, request));
    }

    @Override
    public Appended submitAfter(long latest, UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return within(
                span("submit request").setAttribute("gen_ai.conversation.id", chat.toString()),
                () -> log.submitAfter(latest, user, chat, request));
    }

    private SpanBuilder span(String name) {
        return chats.tracer().spanBuilder(name).setParent(chats.current());
    }

    private static Appended within(SpanBuilder builder, Supplier<Appended> work) {
        var span = builder.startSpan();
        try {
            return work.get();
        } catch (RuntimeException e) {
            span.setAttribute("error.type", e.getClass().getSimpleName());
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        return log.read(chat, after, limit);
    }

    @Override
    public List<StoredEvent> read(UserId user, ChatId chat, long after, int limit) {
        return log.read(user, chat, after, limit);
    }

    @Override
    public Listening listen(LogListener listener) {
        return log.listen(listener);
    }
}
