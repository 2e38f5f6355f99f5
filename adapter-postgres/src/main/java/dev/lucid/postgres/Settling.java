package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Chats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores groups of appends come what may: waits out an outage, asks the log what became of a commit that got no
 * answer, and if a statement fails, tries the group one append at a time, so that a bad one harms no other. Keeps
 * nothing from one group to the next; safe for many threads.
 */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);
    /** What is said here, a person should hear of, wherever the rest of the log goes. */
    private static final Logger ATTENTION = LoggerFactory.getLogger("dev.lucid.attention");

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    /** In nanoseconds, far enough away. */
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Transactions transactions;
    private final LogStatements statements;
    private final ChatCreation creation;
    private final Listeners listeners;
    private final UUID sender;
    private final Outage outage = new Outage(ATTENTION::warn);
    private volatile long end = System.nanoTime() + NEVER;

    Settling(
            Transactions transactions,
            LogStatements statements,
            ChatCreation creation,
            Listeners listeners,
            UUID sender) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.statements = requireNonNull(statements, "statements");
        this.creation = requireNonNull(creation, "creation");
        this.listeners = requireNonNull(listeners, "listeners");
        this.sender = requireNonNull(sender, "sender");
    }

    /** From now on no outage is waited out for longer than that. */
    void hurry(Duration patience) {
        end = System.nanoTime() + patience.toNanos();
    }

    void settle(Creating creating) throws InterruptedException {
        boolean mayBeOurs = false;
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                var made = transactions.onceAsLucid(handle -> creation.make(handle, creating, sender));
                outage.over();
                boolean fresh = !made.repeated()
                        || (mayBeOurs
                                && made.first().id().equals(creating.first().id()));
                if (fresh) {
                    listeners.committed(creating.profile().id(), List.of(made.first()));
                }
                creating.answer().complete(new Chats.Created(made.first(), !fresh));
                return;
            } catch (RuntimeException e) {
                if (!Failures.isPassing(e) || isOver(creating)) {
                    creating.answer().completeExceptionally(e);
                    return;
                }
                outage.failed(e);
                LOG.warn("Storing a chat is tried again: {}", Failures.said(e));
                mayBeOurs = true;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            pause = Transactions.longer(pause);
        }
    }

    void settle(List<Appending> group) throws InterruptedException {
        settle(group, false, new HashSet<>());
    }

    private void settle(List<Appending> group, boolean careful, Set<EventId> ours) throws InterruptedException {
        var waiting = group;
        boolean asksFirst = careful;
        var pause = FIRST_PAUSE;
        while (!waiting.isEmpty()) {
            var placed = new HashSet<EventId>();
            try {
                var outcome = attempt(waiting, asksFirst, ours, placed);
                outage.over();
                publish(outcome);
                return;
            } catch (RuntimeException e) {
                if (!Failures.isPassing(e) && (asksFirst || !Failures.isUniqueViolation(e))) {
                    settleSingly(waiting, ours, e);
                    return;
                }
                LOG.warn("A group of {} appends is tried again: {}", waiting.size(), Failures.said(e));
                if (Failures.isPassing(e)) {
                    outage.failed(e);
                    ours.addAll(placed); // perhaps it was the answer that got lost
                    waiting = withoutOverdue(waiting, e);
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    pause = Transactions.longer(pause);
                }
                asksFirst = true;
            }
        }
    }

    private AppendGroup.Outcome attempt(
            List<Appending> group, boolean careful, Set<EventId> ours, Set<EventId> placed) {
        return transactions.onceAsLucid(handle -> {
            var attempt = new AppendGroup(statements, group, ours);
            var outcome = attempt.store(handle, careful, heads -> Notice.text(sender, heads));
            placed.addAll(attempt.placed());
            return outcome;
        });
    }

    private void settleSingly(List<Appending> group, Set<EventId> ours, RuntimeException failure)
            throws InterruptedException {
        if (group.size() == 1) {
            group.getFirst().answer().completeExceptionally(failure);
            return;
        }
        LOG.warn("A group of {} appends failed and is tried one by one: {}", group.size(), Failures.said(failure));
        for (var appending : group) {
            settle(List.of(appending), true, ours);
        }
    }

    private List<Appending> withoutOverdue(List<Appending> group, RuntimeException failure) {
        var waiting = new ArrayList<Appending>();
        for (var appending : group) {
            if (isOver(appending)) {
                appending.answer().completeExceptionally(failure);
            } else {
                waiting.add(appending);
            }
        }
        return waiting;
    }

    private boolean isOver(Job job) {
        return job.isOverdue() || System.nanoTime() - end > 0;
    }

    private void publish(AppendGroup.Outcome outcome) {
        Map<ChatId, List<StoredEvent>> fresh = new LinkedHashMap<>();
        for (var answer : outcome.answers()) {
            if (!answer.fresh().isEmpty()) {
                fresh.computeIfAbsent(answer.appending().chat(), _ -> new ArrayList<>())
                        .addAll(answer.fresh());
            }
        }
        fresh.forEach((chat, events) -> listeners.committed(chat, List.copyOf(events)));
        outcome.answers().forEach(answer -> answer.appending().answer().complete(answer.appended()));
    }
}
