package dev.lucid.javalin.lucidai;

import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.javalin.JsonObject;
import java.util.Optional;

/**
 * Builds the one frame of a stored event: what all have first, then what is put, then what all have last. Or, from the
 * same, the event as a message.
 */
final class FrameBuilder {
    private static final String USER = "user";
    private static final String STATE = "state";
    private static final String ASSISTANT = "assistant";

    private final Shown shown;
    private final JsonObject json;
    private final String eventType;
    private String role;
    private String content = "";
    private String command = "";
    private boolean truncated;

    private FrameBuilder(Shown shown, String id, String event, String eventType) {
        this.shown = shown;
        this.eventType = eventType;
        this.role = event.equals(USER) ? USER : event.equals(STATE) ? "system" : ASSISTANT;
        this.json = new JsonObject()
                .put("type", "agent_event")
                .put("chatId", shown.event().chat().toString())
                .put("seq", shown.event().seq())
                .put("id", id)
                .put("event", event)
                .put("eventType", eventType);
    }

    /** A frame of something the agent did or met, with the event's own id: what it counts as shows in its name. */
    static FrameBuilder of(Shown shown, String eventType) {
        return of(shown, kind(eventType), eventType);
    }

    /** A frame of something that the user said. */
    static FrameBuilder ofUser(Shown shown, String eventType) {
        return of(shown, USER, eventType).put("role", USER);
    }

    /** The frame of a call's end. Deltas of its output carried the call's id, so this frame carries it too. */
    static FrameBuilder ofEnd(Shown shown, CallId call, String eventType) {
        return new FrameBuilder(shown, call.toString(), kind(eventType), eventType).call(call);
    }

    /** The frame of an event that has no place of its own in this wire's vocabulary. */
    static FrameBuilder ofState(Shown shown, String name) {
        return of(shown, STATE, name).content("");
    }

    private static FrameBuilder of(Shown shown, String event, String eventType) {
        return new FrameBuilder(shown, shown.event().id().toString(), event, eventType);
    }

    /** Whoever its name makes it look like. */
    FrameBuilder writtenBy(String other) {
        role = other;
        return this;
    }

    FrameBuilder call(CallId call) {
        return put("call", call.toString());
    }

    FrameBuilder content(String text) {
        content = clipped(text, shown.maxText());
        truncated |= content.length() < text.length();
        return put("content", content);
    }

    FrameBuilder thought(String text) {
        return put("thought", clipped(text, shown.maxThought()));
    }

    FrameBuilder command(String script) {
        command = clipped(script, shown.maxText());
        truncated |= command.length() < script.length();
        return put("command", command);
    }

    FrameBuilder path(WorkspacePath path) {
        return put("path", mounted(path));
    }

    FrameBuilder diff(String text) {
        var some = clipped(text, shown.maxText());
        truncated |= some.length() < text.length();
        return put("diff", some);
    }

    FrameBuilder put(String name, String value) {
        json.put(name, value);
        return this;
    }

    FrameBuilder put(String name, long value) {
        json.put(name, value);
        return this;
    }

    /** Says whether the log itself holds less than there was. */
    FrameBuilder truncated(boolean already) {
        truncated |= already;
        return this;
    }

    EventFrame build() {
        if (truncated) {
            json.put("truncated", true);
        }
        var text = json.put("timestamp", Timestamps.text(shown.event().at())).end();

        return new EventFrame(text, FileChanges.mayFollow(eventType, command, content));
    }

    /** The event as a message, if it is one: what a person or an agent said or did. */
    Optional<String> message() {
        if (!role.equals(USER) && !role.equals(ASSISTANT)) {
            return Optional.empty();
        }

        return Optional.of(new JsonObject()
                .put("id", shown.event().id().toString())
                .put("role", role)
                .put("content", content)
                .put("eventType", eventType)
                .putJson("metadataJson", JsonObject.NULL)
                .put("createdAt", Timestamps.text(shown.event().at()))
                .end());
    }

    /** A path as commands in the workspace see it. */
    static String mounted(WorkspacePath path) {
        return "/" + WorkspacePath.MOUNT + "/" + path.relative();
    }

    static String clipped(String text, int codePoints) {
        return text.length() <= codePoints || text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    private static String kind(String eventType) {
        if (eventType.contains("Action")) {
            return "action";
        }
        if (eventType.contains("Error")) {
            return "error";
        }
        return eventType.contains("State") || eventType.contains("Update") ? STATE : "observation";
    }
}
