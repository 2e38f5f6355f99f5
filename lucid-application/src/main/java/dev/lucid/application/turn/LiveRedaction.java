package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Masks secrets in live text, also where a piece ends in the middle of one: what may be its beginning waits for the next
 * piece, or for the event, whose text is final. Safe for many threads.
 */
final class LiveRedaction implements Consumer<Delta> {
    private final Redaction redaction;
    private final Consumer<Delta> shown;
    private final Map<UUID, Held> waiting = new HashMap<>();

    /** What is held back of a text, and how many UTF-16 units of it were shown. */
    private record Held(String text, long at) {}

    LiveRedaction(Redaction redaction, Consumer<Delta> shown) {
        this.redaction = requireNonNull(redaction, "redaction");
        this.shown = requireNonNull(shown, "shown");
    }

    @Override
    public synchronized void accept(Delta delta) {
        if (redaction.knowsNothing()) {
            shown.accept(delta);
        } else if (delta.kind() == Sight.Kind.PROGRESS) {
            shown.accept(new Delta(delta.kind(), delta.id(), delta.at(), redaction.of(delta.text())));
        } else {
            hold(delta);
        }
    }

    private void hold(Delta delta) {
        var before = delta.at() == 0 ? new Held("", 0) : waiting.getOrDefault(delta.id(), new Held("", delta.at()));
        var text = redaction.of(before.text() + delta.text());
        var safe = text.length() - redaction.beginningAtEnd(text);
        if (safe > 0) {
            shown.accept(new Delta(delta.kind(), delta.id(), before.at(), text.substring(0, safe)));
        }
        waiting.put(delta.id(), new Held(text.substring(safe), before.at() + safe));
    }

    /** What was shown is stored now: nothing more of it comes. */
    synchronized void settled() {
        waiting.clear();
    }
}
