package dev.lucid.application.feed;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Sight.Delta;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.UUID;

/**
 * The texts of one chat that are being made. One whose event is there is done with, and what still comes of it is too
 * late: a watcher may have read the event before. Guarded by its channel's lock.
 */
final class Partials {
    /** So many are remembered as done; no more deltas than wait in a channel's inbox can be late. */
    private static final int REMEMBERED = 256;

    private final Map<UUID, Partial> partials = new LinkedHashMap<>();
    private final SequencedSet<UUID> done = new LinkedHashSet<>();

    /** Takes a piece in, and says whether it is one to show. */
    boolean add(Delta delta) {
        if (done.contains(delta.id())) {
            return false;
        }
        var known = partials.get(delta.id());
        if (known == null && delta.at() > 0) {
            return false;
        }
        var partial = known == null ? new Partial(delta.kind(), delta.id()) : known;
        partials.put(delta.id(), partial);

        return partial.add(delta);
    }

    /** A text whose event is there is made; when a turn ends or is cut, so are all. */
    void settle(StoredEvent stored) {
        switch (stored.event()) {
            case ChatFact.ToolFinished finished -> finish(finished.call().value());
            case ChatFact.TurnEnded _, ChatFact.TurnTakenOver _, ChatFact.ModelFailed _ -> finishAll();
            case ChatEvent _ -> finish(stored.id().value());
        }
    }

    /** Whoever made them makes no more. */
    void finishAll() {
        List.copyOf(partials.keySet()).forEach(this::finish);
    }

    private void finish(UUID id) {
        partials.remove(id);
        done.add(id);
        if (done.size() > REMEMBERED) {
            done.removeFirst();
        }
    }

    boolean isEmpty() {
        return partials.isEmpty();
    }

    /** Each of them from its beginning. */
    List<Delta> whole() {
        return partials.values().stream().map(Partial::whole).toList();
    }
}
