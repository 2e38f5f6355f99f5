package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one process tells the others after a commit: who it is, and how far which chats are. A hint: whoever gets it
 * reads the log, so a forged one does no harm.
 *
 * @param heads empty if there are too many to name
 */
record Notice(UUID sender, Map<ChatId, Long> heads) {
    static final String CHANNEL = "lucid_log";

    /** PostgreSQL takes up to 8000 bytes; each head needs at most 57. */
    private static final int MOST_HEADS = 130;

    Notice {
        requireNonNull(sender, "sender");
        heads = Map.copyOf(heads);
    }

    static String text(UUID sender, List<Head> heads) {
        var text = new StringBuilder(sender.toString());
        if (heads.size() <= MOST_HEADS) {
            heads.forEach(
                    head -> text.append(' ').append(head.chat()).append('=').append(head.lastSeq()));
        }
        return text.toString();
    }

    /** Empty for anything that is no notice. */
    static Optional<Notice> read(String text) {
        try {
            var words = new ArrayList<>(List.of(text.split(" ", -1)));
            var sender = UUID.fromString(words.removeFirst());
            var heads = new LinkedHashMap<ChatId, Long>();
            for (var word : words) {
                int equals = word.indexOf('=');
                heads.put(ChatId.of(word.substring(0, equals)), Long.parseLong(word.substring(equals + 1)));
            }
            return Optional.of(new Notice(sender, heads));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
