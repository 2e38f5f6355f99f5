package dev.lucid.application.workspace;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.chat.SessionEnding;
import dev.lucid.application.turn.Clearance;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.session.SessionRecord;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.SweepRemains;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Compares what lies on the machine with what the store knows. A session that no chat has any more is cleared away, once it
 * was unknown for {@link #GRACE}; that of a chat in which nothing has happened for the retention's time is asked to end, as a
 * user would, so that its chat's log tells of it and the next message begins anew. Safe for many threads.
 */
public final class RemainsSweeping implements SweepRemains {
    /** For how long a session must be unknown: nothing that is just begun, or just ended by somebody else, is touched. */
    static final Duration GRACE = Duration.ofHours(1);

    /** So many sessions are ended or cleared away in one sweep. */
    static final int MOST = 50;

    private static final Logger LOG = System.getLogger(RemainsSweeping.class.getName());
    private static final int PAGE = 500;

    private final Remains remains;
    private final SessionRecords records;
    private final SessionEnding ending;
    private final Clearance clearance;
    private final Duration retention;
    private final LongSupplier ticks;
    private final Map<SessionId, Long> unknownSince = new HashMap<>();
    private final Map<SessionId, Integer> failures = new HashMap<>();
    private List<String> doubts = List.of();

    /** {@code ticks} are nanoseconds from whenever, that no clock which is set takes back or forth. */
    @Inject
    public RemainsSweeping(
            Remains remains,
            SessionRecords records,
            SessionEnding ending,
            Clearance clearance,
            Duration retention,
            LongSupplier ticks) {
        this.remains = requireNonNull(remains, "remains");
        this.records = requireNonNull(records, "records");
        this.ending = requireNonNull(ending, "ending");
        this.clearance = requireNonNull(clearance, "clearance");
        this.retention = requireNonNull(retention, "retention");
        this.ticks = requireNonNull(ticks, "ticks");
    }

    @Override
    public synchronized Swept sweep() {
        var swept = new ArrayList<Swept>();
        remains.alone(() -> swept.add(swept(remains.sessions())));

        return swept.isEmpty() ? new Swept(0, 0) : swept.getFirst();
    }

    private Swept swept(List<SandboxSpec> lying) {
        var known = known(lying);
        failures.keySet().retainAll(lying.stream().map(SandboxSpec::session).collect(Collectors.toSet()));
        if (isDoubtful()) {
            unknownSince.clear();
            return new Swept(ended(known), 0);
        }
        if (known.isEmpty() && !lying.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "The store knows none of the {0} sessions that lie here, so they may be another store''s: none is removed",
                    lying.size());
            unknownSince.clear();
            return new Swept(0, 0);
        }
        var ended = ended(known);

        return new Swept(ended, cleared(unknown(lying, known.keySet()), MOST - ended));
    }

    /** Whether what the store does not know may be another's. Said once, and again when it is otherwise. */
    private boolean isDoubtful() {
        var found = remains.doubts(records.store());
        if (!found.isEmpty() && !found.equals(doubts)) {
            LOG.log(
                    Level.WARNING,
                    "What other stores have may lie in {0}. The store of this server is {1}. Nothing that it does not know is"
                            + " removed from any folder while that is so. If another store is gone for good, remove its line"
                            + " from that file; if all that lies there is this one''s, let its id be the only line.",
                    String.join("; and in ", found),
                    records.store());
        }
        doubts = found;

        return !found.isEmpty();
    }

    private Map<SessionId, List<SessionRecord>> known(List<SandboxSpec> lying) {
        var found = new ArrayList<SessionRecord>();
        for (var from = 0; from < lying.size(); from += PAGE) {
            var page = lying.subList(from, Math.min(from + PAGE, lying.size())).stream()
                    .map(SandboxSpec::session)
                    .collect(Collectors.toSet());
            found.addAll(records.of(page));
        }

        return found.stream().collect(Collectors.groupingBy(SessionRecord::session));
    }

    private int ended(Map<SessionId, List<SessionRecord>> known) {
        return (int) known.entrySet().stream()
                .filter(session -> isIdle(session.getValue()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingInt(this::failures))
                .limit(MOST)
                .filter(session -> done(session, () -> end(session)))
                .count();
    }

    /** Looked at once more: somebody may have spoken since. Whoever speaks from now on is before the end, or it is not asked for. */
    private boolean end(SessionId session) {
        var now = records.of(Set.of(session));

        return isIdle(now) && now.stream().map(ending::askFor).reduce(false, Boolean::logicalOr);
    }

    /** Whether nobody needs it, of all chats that have it: rows that others have made may share one. */
    private boolean isIdle(List<SessionRecord> session) {
        return !session.isEmpty()
                && session.stream()
                        .allMatch(record -> !record.atWork() && record.idle().compareTo(retention) > 0);
    }

    /** Those that were unknown for long enough; the others are remembered. */
    private List<SandboxSpec> unknown(List<SandboxSpec> lying, Set<SessionId> known) {
        var now = ticks.getAsLong();
        var unknown = new LinkedHashSet<>(lying);
        unknown.removeIf(spec -> known.contains(spec.session()));
        var ids = unknown.stream().map(SandboxSpec::session).collect(Collectors.toSet());
        unknownSince.keySet().retainAll(ids);
        ids.forEach(id -> unknownSince.putIfAbsent(id, now));

        return unknown.stream()
                .filter(spec -> now - unknownSince.getOrDefault(spec.session(), now) >= GRACE.toNanos())
                .sorted(Comparator.comparingInt(spec -> failures(spec.session())))
                .toList();
    }

    private int cleared(List<SandboxSpec> unknown, int most) {
        return (int) unknown.stream()
                .limit(most)
                .filter(spec -> done(spec.session(), () -> clear(spec)))
                .count();
    }

    /** A store never gives a session back that it has forgotten; but a chat may have begun with it at this moment. */
    private boolean clear(SandboxSpec spec) {
        if (!records.of(Set.of(spec.session())).isEmpty()) {
            return false;
        }
        boolean gone = clearance.clear(spec);
        if (!gone) {
            failed(spec.session());
        }

        return gone;
    }

    /** One that fails must not keep the others. */
    private boolean done(SessionId session, BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (PortFailure.Transient | PortFailure.Permanent | IllegalStateException e) {
            failed(session);
            LOG.log(
                    Level.WARNING,
                    "Session {0} could not be cleared away; a later sweep tries again: {1}",
                    session,
                    e.getMessage());
            return false;
        }
    }

    private void failed(SessionId session) {
        failures.merge(session, 1, Integer::sum);
    }

    /** How often it could not be cleared away: those that could not come after those that may be. */
    private int failures(SessionId session) {
        return failures.getOrDefault(session, 0);
    }
}
