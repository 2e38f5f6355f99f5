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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final InstantSource clock;
    private final Map<SessionId, Instant> unknownSince = new HashMap<>();

    @Inject
    public RemainsSweeping(
            Remains remains,
            SessionRecords records,
            SessionEnding ending,
            Clearance clearance,
            Duration retention,
            InstantSource clock) {
        this.remains = requireNonNull(remains, "remains");
        this.records = requireNonNull(records, "records");
        this.ending = requireNonNull(ending, "ending");
        this.clearance = requireNonNull(clearance, "clearance");
        this.retention = requireNonNull(retention, "retention");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public synchronized Swept sweep() {
        var swept = new ArrayList<Swept>();
        remains.alone(() -> swept.add(swept(remains.sessions())));

        return swept.isEmpty() ? new Swept(0, 0) : swept.getFirst();
    }

    private Swept swept(List<SandboxSpec> lying) {
        var known = known(lying);
        if (known.isEmpty() && !lying.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "The store knows none of the {0} sessions that lie here, so they may be another store''s: none is removed",
                    lying.size());
            unknownSince.clear();
            return new Swept(0, 0);
        }
        var ended = ended(known);

        return new Swept(ended, cleared(unknown(lying, known), MOST - ended));
    }

    private Map<SessionId, SessionRecord> known(List<SandboxSpec> lying) {
        var found = new HashMap<SessionId, SessionRecord>();
        for (var from = 0; from < lying.size(); from += PAGE) {
            var page = lying.subList(from, Math.min(from + PAGE, lying.size())).stream()
                    .map(SandboxSpec::session)
                    .collect(Collectors.toSet());
            records.of(page).forEach(record -> found.put(record.session(), record));
        }

        return found;
    }

    private int ended(Map<SessionId, SessionRecord> known) {
        var idle = known.values().stream().filter(this::isIdle).limit(MOST).toList();
        var ended = 0;
        for (var each : idle) {
            // Looked at once more: somebody may have spoken since.
            if (records.of(Set.of(each.session())).stream().anyMatch(this::isIdle)) {
                ended += done(each.session(), () -> ending.ask(each.owner(), each.chat(), each.session())) ? 1 : 0;
            }
        }

        return ended;
    }

    private boolean isIdle(SessionRecord session) {
        return !session.atWork() && session.lastEvent().plus(retention).isBefore(clock.instant());
    }

    /** Those that were unknown for long enough; the others are remembered. */
    private List<SandboxSpec> unknown(List<SandboxSpec> lying, Map<SessionId, SessionRecord> known) {
        var now = clock.instant();
        var unknown = new LinkedHashSet<>(lying);
        unknown.removeIf(spec -> known.containsKey(spec.session()));
        var ids = unknown.stream().map(SandboxSpec::session).collect(Collectors.toSet());
        unknownSince.keySet().retainAll(ids);
        ids.forEach(id -> unknownSince.putIfAbsent(id, now));

        return unknown.stream()
                .filter(spec -> !unknownSince
                        .getOrDefault(spec.session(), now)
                        .plus(GRACE)
                        .isAfter(now))
                .toList();
    }

    private int cleared(List<SandboxSpec> unknown, int most) {
        var cleared = 0;
        for (var spec : unknown.stream().limit(most).toList()) {
            // A store never gives a session back that it has forgotten; but a chat may have begun with it at this
            // moment.
            if (records.of(Set.of(spec.session())).isEmpty()) {
                cleared += done(spec.session(), () -> clearance.clear(spec)) ? 1 : 0;
            }
        }

        return cleared;
    }

    /** One that fails must not keep the others. */
    private static boolean done(SessionId session, Runnable work) {
        try {
            work.run();
            return true;
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            LOG.log(
                    Level.WARNING,
                    "Session {0} could not be cleared away; a later sweep tries again: {1}",
                    session,
                    e.getMessage());
            return false;
        }
    }
}
