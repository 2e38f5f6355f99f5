package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.javalin.JsonObject;

/** Builds the one frame of a stored event: what all have first, then what is put, then what all have last. */
final class FrameBuilder {
    /** Code points of each text in a frame; the log has the whole. */
    static final int MAX_TEXT = 2000;

    static final int MAX_THOUGHT = 1000;

    private final StoredEvent stored;
    private final JsonObject json;
    private final String eventType;
    private String content = "";
    private String command = "";
    private boolean truncated;

    private FrameBuilder(StoredEvent stored, String id, String event, String eventType) {
        this.stored = stored;
        this.eventType = eventType;
        this.json = new JsonObject()
                .put("type", "agent_event")
                .put("chatId", stored.chat().toString())
                .put("seq", stored.seq())
                .put("id", id)
                .put("event", event)
                .put("eventType", eventType);
    }

    /** A frame with the event's own id. */
    static FrameBuilder of(StoredEvent stored, String event, String eventType) {
        return new FrameBuilder(stored, stored.id().toString(), event, eventType);
    }

    /** A frame of something the agent did or met: what it counts as shows in its name. */
    static FrameBuilder of(StoredEvent stored, String eventType) {
        return of(stored, kind(eventType), eventType);
    }

    /** The frame of a call's end. Deltas of its output carried the call's id, so this frame carries it too. */
    static FrameBuilder ofEnd(StoredEvent stored, CallId call, String eventType) {
        return new FrameBuilder(stored, call.toString(), kind(eventType), eventType).call(call);
    }

    /** The frame of an event that has no place of its own in this wire's vocabulary. */
    static FrameBuilder ofState(StoredEvent stored, String name) {
        return of(stored, "state", name).content("");
    }

    FrameBuilder call(CallId call) {
        return put("call", call.toString());
    }

    FrameBuilder content(String text) {
        content = clipped(text, MAX_TEXT);
        truncated |= content.length() < text.length();
        return put("content", content);
    }

    FrameBuilder thought(String text) {
        return put("thought", clipped(text, MAX_THOUGHT));
    }

    FrameBuilder command(String script) {
        command = clipped(script, MAX_TEXT);
        truncated |= command.length() < script.length();
        return put("command", command);
    }

    FrameBuilder path(WorkspacePath path) {
        return put("path", mounted(path));
    }

    FrameBuilder diff(String text) {
        var shown = clipped(text, MAX_TEXT);
        truncated |= shown.length() < text.length();
        return put("diff", shown);
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
        var text = json.put("timestamp", Timestamps.text(stored.at())).end();

        return new EventFrame(text, FileChanges.mayFollow(eventType, command, content));
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
        return eventType.contains("State") || eventType.contains("Update") ? "state" : "observation";
    }
}
