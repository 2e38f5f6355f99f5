package dev.lucid.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lucid.domain.chat.ChatEvent;

/**
 * The stored form of every event. What was once written is read for ever: a field may join with a meaning for its
 * absence, none changes its own. Text lies in the row's content alone. Safe for many threads.
 */
final class EventCodec {
    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final EventWriter writer = new EventWriter(mapper);
    private final EventReader reader = new EventReader(mapper);

    /** As the event is. */
    EventRow encode(ChatEvent event) {
        return writer.row(event);
    }

    /** The same row, or one without what PostgreSQL can't hold. */
    EventRow storable(EventRow row) {
        var content = StorableText.of(row.content());
        var metadata = row.metadata();
        boolean suspicious = metadata != null && StorableJson.isSuspicious(metadata);
        if (!suspicious && content.equals(row.content())) {
            return row;
        }
        try {
            return new EventRow(
                    row.role(),
                    row.type(),
                    content,
                    suspicious ? StorableJson.of(mapper.readTree(metadata)).toString() : metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON of our own that can't be read", e);
        }
    }

    /** Fails with {@link IllegalArgumentException} on a row that says it is one of ours and is not. */
    ChatEvent decode(EventRow row) {
        var metadata = row.metadata();
        if (metadata == null) {
            return reader.imported(row);
        }
        try {
            return reader.event(new Fields(mapper.readTree(metadata)), row);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "A row of type " + row.type() + " is no event that can be read: " + e.getMessage(), e);
        }
    }
}
