package dev.lucid.javalin.lucidai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.tool.CallId;
import dev.lucid.javalin.lucidai.ClientFrame.Problem;
import java.util.Optional;
import java.util.UUID;

/** The fields of a client's frame, each of the type it must have. Null is like absent, unknown fields are left alone. */
final class Fields {
    /** Says what is wrong with a frame. */
    static final class Unfit extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        private final Problem problem;

        Unfit(Problem problem, String message) {
            super(message);
            this.problem = problem;
        }

        ClientFrame.Unfit frame() {
            return new ClientFrame.Unfit(problem, String.valueOf(getMessage()));
        }
    }

    /** Says the same of a chat that is not there and of one that is somebody else's. */
    static final String NO_CHAT = "You have no such chat.";

    private static final int MAX_KEY = 256;
    private static final int UUID_LENGTH = 36;

    private final JsonNode object;

    private Fields(JsonNode object) {
        this.object = object;
    }

    /** Reads a frame; fails with {@link Unfit} on what is no JSON object. */
    static Fields of(String text) {
        var json = Json.read(text).orElseThrow(() -> unclear("Malformed JSON: send one JSON object a message."));
        if (!json.isObject()) {
            throw unclear("A message must be a JSON object, like {\"task\": \"…\"}.");
        }

        return new Fields(json);
    }

    static Unfit unclear(String message) {
        return new Unfit(Problem.UNCLEAR, message);
    }

    /** A text; empty if it is not there. */
    Optional<String> text(String name) {
        var value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw unclear("The field '" + name + "' must be a string.");
        }

        return Optional.of(value.textValue());
    }

    /** A text in one line that says something; empty if it is not there, or there is nothing in it. */
    Optional<String> filled(String name) {
        var filled = text(name).map(String::strip).filter(text -> !text.isEmpty());
        if (filled.filter(text -> text.chars().anyMatch(Character::isISOControl))
                .isPresent()) {
            throw unclear("The field '" + name + "' must be one line without control characters.");
        }

        return filled;
    }

    Optional<String> key() {
        var key = filled("key");
        if (key.isPresent() && key.get().length() > MAX_KEY) {
            throw unclear("The field 'key' has at most " + MAX_KEY + " characters.");
        }

        return key;
    }

    /** The number of an event, 0 if it is not there. */
    long after() {
        var value = object.path("after");
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw unclear("The field 'after' must be the number of the last event that you have, or 0.");
        }

        return value.longValue();
    }

    ChatId chat() {
        var id = text("chatId").orElseThrow(() -> unclear("To attach, name the chat in the field 'chatId'."));
        return uuid(id).map(ChatId::new).orElseThrow(() -> new Unfit(Problem.NO_CHAT, NO_CHAT));
    }

    CallId call() {
        return text("call")
                .flatMap(Fields::uuid)
                .map(CallId::new)
                .orElseThrow(() -> unclear("The field 'call' must be the id of the call to decide about."));
    }

    private static Optional<UUID> uuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
