package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A model's reply on the screen: thoughts dimmed, text plain, streamed. For one thread. */
final class ReplyView {
    private final Screen screen;
    private final Map<UUID, StreamedText> parts = new HashMap<>();

    ReplyView(Screen screen) {
        this.screen = requireNonNull(screen, "screen");
    }

    void piece(Ink ink, UUID id, long at, String text) {
        part(ink, id).piece(at, text);
    }

    void settled(Ink ink, UUID id, String text) {
        part(ink, id).settled(text);
    }

    /** The reply is whole, or nothing will come of it. */
    void end() {
        parts.clear();
        screen.freshLine();
    }

    private StreamedText part(Ink ink, UUID id) {
        return parts.computeIfAbsent(id, _ -> new StreamedText(screen, ink));
    }
}
