package dev.lucid.application.feed;

import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import java.util.UUID;

/** A text that is being made, as far as it has come. Guarded by its channel's lock. */
final class Partial {
    /** Beyond this length, in UTF-16 units, no more is shown until the event tells the whole. */
    static final int MAX = 200_000;

    private final Sight.Kind kind;
    private final UUID id;
    private final StringBuilder text = new StringBuilder();

    Partial(Sight.Kind kind, UUID id) {
        this.kind = kind;
        this.id = id;
    }

    /** Takes a piece in, and says whether there was room for it. */
    boolean add(Delta delta) {
        if (delta.at() == 0) {
            text.setLength(0);
        }
        if (delta.at() != text.length() || text.length() + delta.text().length() > MAX) {
            return false;
        }
        text.append(delta.text());

        return true;
    }

    /** All of it so far, as one delta that replaces what was shown. */
    Delta whole() {
        return new Delta(kind, id, 0, text.toString());
    }
}
