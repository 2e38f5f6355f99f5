package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatEvent;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** The log in {@code chat_messages}, appended to in groups. */
final class PostgresEventLog implements EventLog {
    private final Transactions transactions;
    private final LogStatements statements;
    private final EventForms forms;
    private final Committers committers;
    private final Listeners listeners;

    PostgresEventLog(
            Transactions transactions,
            LogStatements statements,
            EventForms forms,
            Committers committers,
            Listeners listeners) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.statements = requireNonNull(statements, "statements");
        this.forms = requireNonNull(forms, "forms");
        this.committers = requireNonNull(committers, "committers");
        this.listeners = requireNonNull(listeners, "listeners");
    }

    @Override
    public Appended append(Lease lease, List<NewEvent<ChatFact>> facts) {
        if (facts.isEmpty()) {
            return new Appended.Stored(List.of(), false);
        }
        return append(lease.chat(), Optional.empty(), OptionalLong.of(lease.fence()), OptionalLong.empty(), facts);
    }

    @Override
    public Appended submit(UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return append(chat, Optional.of(user), OptionalLong.empty(), OptionalLong.empty(), List.of(request));
    }

    @Override
    public Appended submitAfter(long latest, UserId user, ChatId chat, NewEvent<ChatRequest> request) {
        return append(chat, Optional.of(user), OptionalLong.empty(), OptionalLong.of(latest), List.of(request));
    }

    @Override
    public List<StoredEvent> read(ChatId chat, long after, int limit) {
        return transactions.asLucid("reading chat " + chat, handle -> statements.read(handle, chat, after, limit));
    }

    @Override
    public List<StoredEvent> read(UserId user, ChatId chat, long after, int limit) {
        return transactions.asUser(
                user, "reading chat " + chat, handle -> statements.read(handle, user, chat, after, limit));
    }

    @Override
    public Listening listen(LogListener listener) {
        return listeners.add(listener);
    }

    private <E extends ChatEvent> Appended append(
            ChatId chat, Optional<UserId> user, OptionalLong fence, OptionalLong latest, List<NewEvent<E>> events) {
        var answer = new CompletableFuture<Appended>();
        var appending = new Appending(
                chat,
                user,
                fence,
                latest,
                events.stream().map(forms::item).toList(),
                events.stream().anyMatch(event -> EventForms.touches(event.event())),
                System.nanoTime() + GroupCommitter.PATIENCE.toNanos(),
                answer);
        return committers.settle(appending, answer, "appending to chat " + chat);
    }
}
