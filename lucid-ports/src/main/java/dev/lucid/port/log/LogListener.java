package dev.lucid.port.log;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import java.util.List;

/** Hears of commits. Called on the log's own threads, so it must be quick, must not block and must not fail. */
public interface LogListener {
    /** These events of one chat were committed by this process; in order, each exactly once, though others may lie between. */
    void committed(ChatId chat, List<StoredEvent> events);

    /** The chat has events up to at least {@code seq}, perhaps by another process. */
    void advanced(ChatId chat, long seq);

    /** Notices may have been missed: whoever waits for one should look into the log. */
    void unsure();
}
