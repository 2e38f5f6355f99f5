package dev.lucid.javalin.lucidai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.javalin.lucidai.ClientFrame.Problem;
import java.util.Optional;
import java.util.UUID;

/** The fields of a client's frame, each of the type it must have. Null is like absent, unknown fields are left alone. */
final class Fields implements Wishes {
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

    /** Says the same of one that never was, that was ended, that is too old, and that is somebody else's. */
    static final String NO_SESSION =
            "You have prepared no such session, or it has ended or is too old: prepare another one.";

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

    @Override
    public Optional<String> line(String name, int max) {
        var line = text(name).map(String::strip).filter(text -> !text.isEmpty());
        if (line.filter(text -> text.length() > max).isPresent()) {
            throw unclear("The field '" + name + "' has at most " + max + " characters.");
        }
        if (line.filter(text -> text.chars().anyMatch(Character::isISOControl)).isPresent()) {
            throw unclear("The field '" + name + "' must be one line without control characters.");
        }

        return line;
    }

    @Override
    public boolean flag(String name) {
        var value = object.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw unclear("The field '" + name + "' must be true or false.");
        }

        return value.asBoolean(false);
    }

    Optional<String> key() {
        return line("key", MAX_KEY);
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

    SessionId session() {
        return line("sessionId")
                .flatMap(Fields::uuid)
                .map(SessionId::new)
                .orElseThrow(() -> new Unfit(Problem.NO_SESSION, NO_SESSION));
    }

    CallId call() {
        return text("call")
                .flatMap(Fields::uuid)
                .map(CallId::new)
                .orElseThrow(() -> unclear("The field 'call' must be the id of the call to decide about."));
    }

    /** An id in its usual form; empty if the text is none. */
    static Optional<UUID> uuid(String text) {
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
