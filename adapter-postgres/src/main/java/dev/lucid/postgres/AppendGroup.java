package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.log.Appended;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * One attempt to store several appends in one transaction: which of them may be stored, under which numbers, and what
 * each is answered. Used once.
 */
final class AppendGroup {
    private final LogStatements statements;
    private final List<Appending> appendings;
    private final Set<EventId> ours;
    private final List<LogStatements.Row> rows = new ArrayList<>();
    private final Map<EventId, LogStatements.Row> placed = new HashMap<>();
    private final Set<ChatId> touched = new LinkedHashSet<>();
    private final Map<EventId, Long> waiting = new HashMap<>();

    /** {@code ours} are events that an earlier attempt may have stored without hearing of it. */
    AppendGroup(LogStatements statements, List<Appending> appendings, Set<EventId> ours) {
        this.statements = requireNonNull(statements, "statements");
        this.appendings = List.copyOf(appendings);
        this.ours = Set.copyOf(ours);
    }

    /** What each append is answered, in order, once the transaction has committed. */
    record Outcome(List<Answer> answers) {
        Outcome {
            answers = List.copyOf(answers);
        }
    }

    /** The answer to one append, and those of its events that became durable by it. */
    record Answer(Appending appending, Appended appended, List<StoredEvent> fresh) {
        Answer {
            requireNonNull(appending, "appending");
            requireNonNull(appended, "appended");
            fresh = List.copyOf(fresh);
        }
    }

    /**
     * Stores what may be stored.
     *
     * @param careful looks for all events in the log first; otherwise only for those that often come twice
     * @param notice makes what the others are told of the heads that have moved
     */
    Outcome store(Handle handle, boolean careful, Function<List<Head>, String> notice) {
        var heads = statements.lockHeads(handle, chats());
        var known = statements.find(handle, suspects(heads, careful));
        var plans = appendings.stream()
                .map(appending -> plan(appending, heads, known))
                .toList();
        var at = Instant.EPOCH;
        if (!rows.isEmpty()) {
            var grown = heads.values().stream().filter(Head::grown).toList();
            at = statements.write(handle, rows, grown, notice.apply(grown));
            statements.touch(handle, touched);
        }
        return answers(plans, known, at);
    }

    /** What this attempt has stored, if its transaction committed. */
    Set<EventId> placed() {
        return Set.copyOf(placed.keySet());
    }

    private Set<ChatId> chats() {
        var chats = new HashSet<ChatId>();
        appendings.forEach(appending -> chats.add(appending.chat()));
        return chats;
    }

    private Set<EventId> suspects(Map<ChatId, Head> heads, boolean careful) {
        var suspects = new LinkedHashSet<EventId>();
        for (var appending : appendings) {
            var head = heads.get(appending.chat());
            boolean late = head != null
                    && appending.fence().isPresent()
                    && !head.admits(appending.fence().getAsLong());
            if (careful || late || appending.isRequest()) {
                appending.items().forEach(item -> suspects.add(item.id()));
            }
        }
        return suspects;
    }

    private Plan plan(Appending appending, Map<ChatId, Head> heads, Map<EventId, StoredEvent> known) {
        var head = heads.get(appending.chat());
        if (head == null || appending.user().filter(user -> !head.isOf(user)).isPresent()) {
            return Plan.NO_SUCH_CHAT;
        }
        var fresh = appending.items().stream()
                .filter(item -> !known.containsKey(item.id()) && !placed.containsKey(item.id()))
                .toList();
        if (fresh.isEmpty()) {
            return Plan.REPEATED;
        }
        if (appending.fence().isPresent() && !head.admits(appending.fence().getAsLong())) {
            return Plan.FENCED_OUT;
        }
        if (appending.latest().isPresent() && appending.latest().getAsLong() != head.lastSeq()) {
            return Plan.OVERTAKEN;
        }
        if (appending.isRequest() && fresh.stream().anyMatch(head::isFullFor)) {
            waiting.put(appending.items().getFirst().id(), head.unread());
            return Plan.TOO_MUCH_UNREAD;
        }
        for (var item : fresh) {
            var row = new LogStatements.Row(appending.chat(), head.next(item), item);
            placed.put(item.id(), row);
            rows.add(row);
        }
        if (appending.isRequest()) {
            head.wantRunner();
        }
        if (appending.touches()) {
            touched.add(appending.chat());
        }
        return Plan.STORED;
    }

    private Outcome answers(List<Plan> plans, Map<EventId, StoredEvent> known, Instant at) {
        var told = new HashSet<EventId>();
        var answers = new ArrayList<Answer>();
        for (int i = 0; i < plans.size(); i++) {
            var appending = appendings.get(i);
            answers.add(
                    switch (plans.get(i)) {
                        case NO_SUCH_CHAT -> new Answer(appending, new Appended.NoSuchChat(), List.of());
                        case TOO_MUCH_UNREAD ->
                            new Answer(appending, new Appended.TooMuchUnread(waiting(appending)), List.of());
                        case OVERTAKEN -> new Answer(appending, new Appended.Overtaken(), List.of());
                        case FENCED_OUT -> new Answer(appending, new Appended.FencedOut(), List.of());
                        case STORED, REPEATED -> stored(appending, known, told, at);
                    });
        }
        return new Outcome(answers);
    }

    /** How much the chat held unread, in bytes, when that request was refused. */
    private long waiting(Appending refused) {
        return requireNonNull(waiting.get(refused.items().getFirst().id()));
    }

    private Answer stored(Appending appending, Map<EventId, StoredEvent> known, Set<EventId> told, Instant at) {
        Map<EventId, StoredEvent> events = new LinkedHashMap<>();
        for (var item : appending.items()) {
            var before = known.get(item.id());
            events.put(item.id(), owned(appending, before == null ? placed(item, at) : before));
        }
        var fresh = events.values().stream()
                .filter(event -> isFresh(event.id()) && told.add(event.id()))
                .toList();
        return new Answer(appending, new Appended.Stored(List.copyOf(events.values()), fresh.isEmpty()), fresh);
    }

    private boolean isFresh(EventId id) {
        return placed.containsKey(id) || ours.contains(id);
    }

    private StoredEvent placed(Appending.Item item, Instant at) {
        var row = requireNonNull(placed.get(item.id()));
        return new StoredEvent(row.chat(), row.seq(), item.id(), at, row.item().event());
    }

    private static StoredEvent owned(Appending appending, StoredEvent event) {
        if (!event.chat().equals(appending.chat())) {
            throw new IllegalArgumentException(
                    "Event " + event.id() + " belongs to another chat than " + appending.chat());
        }
        return event;
    }

    private enum Plan {
        NO_SUCH_CHAT,
        FENCED_OUT,
        OVERTAKEN,
        TOO_MUCH_UNREAD,
        REPEATED,
        STORED
    }
}
