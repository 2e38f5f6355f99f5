package dev.lucid.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * A stored event as one JSON object, with all that its row holds: for whoever folds events away from the database. What
 * any version wrote, every later one reads. Safe for many threads.
 */
public final class StoredForm {
    private final ObjectMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private final EventCodec codec = new EventCodec();

    /** Writes the event. */
    public String text(StoredEvent stored) {
        var row = codec.encode(stored.event());
        var object = mapper.createObjectNode()
                .put("chat", stored.chat().toString())
                .put("seq", stored.seq())
                .put("id", stored.id().toString())
                .put("at", stored.at().toString())
                .put("role", row.role())
                .put("type", row.type())
                .put("content", row.content());
        Optional.ofNullable(row.metadata()).ifPresent(json -> object.putRawValue("metadata", new RawValue(json)));

        return object.toString();
    }

    /** Reads what {@link #text} wrote; fails with {@link IllegalArgumentException} on anything else. */
    public StoredEvent read(String json) {
        try {
            var object = mapper.readTree(json);
            var metadata = object.path("metadata");
            var row = new EventRow(
                    text(object, "role"),
                    object.path("type").textValue(),
                    text(object, "content"),
                    metadata.isObject() ? metadata.toString() : null);

            return new StoredEvent(
                    ChatId.of(text(object, "chat")),
                    object.path("seq").longValue(),
                    EventId.of(text(object, "id")),
                    Instant.parse(text(object, "at")),
                    codec.decode(row));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException("This is no stored event", e);
        }
    }

    private static String text(JsonNode object, String name) {
        return Optional.ofNullable(object.path(name).textValue())
                .orElseThrow(() -> new IllegalArgumentException("It has no " + name));
    }
}
