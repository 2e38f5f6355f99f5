package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.javalin.JsonObject;
import dev.lucid.port.chat.Sight;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** The frames that are not events: where a turn stands, errors, deltas, file trees. They have no {@code seq}. */
final class StatusFrames {
    /** The provider of the model that plays a script. */
    private static final String SCRIPTED = "scripted";

    // Foreign words, and not what Lucid would say: clients of this wire match them to show that no real model is there.
    private static final String MOCK_MODE = "Running in MOCK mode — OpenHands SDK not installed. Install openhands-sdk,"
            + " openhands-tools, openhands-workspace to enable real agent execution.";

    private static final int MAX_TASK = 2000;
    private static final int MAX_FOLLOW_UP = 80;

    private StatusFrames() {}

    /** Whether that model, or provider, plays a script. */
    static boolean isScripted(String model) {
        return model.equals(SCRIPTED) || model.startsWith(SCRIPTED + "/");
    }

    /** The first frame: the chat may not be known yet. */
    static String initializing(Optional<ChatId> chat) {
        return open("status", chat)
                .put("status", "initializing")
                .put("message", "Setting up agent workspace...")
                .end();
    }

    /** The frame before all events. */
    static String ready(ChatProfile chat) {
        var scripted = isScripted(chat.model().provider());
        return open("status", Optional.of(chat.id()))
                .put("status", scripted ? "mock_mode" : "ready")
                .put("sessionId", chat.session().toString())
                .put("message", scripted ? MOCK_MODE : "Agent session ready. Starting task...")
                .end();
    }

    /** To whoever said it: a real model is given this message. The message's own event comes besides, to all. */
    static Optional<String> taken(ChatProfile chat, StoredEvent message) {
        if (isScripted(chat.model().provider()) || !(message.event() instanceof ChatRequest.UserMessaged said)) {
            return Optional.empty();
        }
        var content = said.initial()
                ? "Agent starting task: " + first(said.text(), MAX_TASK)
                : "Processing: " + first(said.text(), MAX_FOLLOW_UP) + "...";

        return Optional.of(open("agent_event", Optional.of(chat.id()))
                .put("event", "task_start")
                .put("content", content)
                .end());
    }

    private static String first(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints));
    }

    static String status(ChatId chat, String status, String message, Instant at) {
        return open("status", Optional.of(chat))
                .put("status", status)
                .put("message", message)
                .put("timestamp", Timestamps.text(at))
                .end();
    }

    /** A call waits for a person, who has to see all of it: what is cut off could be what does the harm. */
    static String waiting(ChatId chat, ToolCall call, Instant at) {
        return open("status", Optional.of(chat))
                .put("status", "waiting")
                .put("message", "Waiting for approval of " + call.use().tool() + ".")
                .put("call", call.id().toString())
                .put("tool", call.use().tool())
                .put("content", CallFrames.text(call.use()))
                .put("timestamp", Timestamps.text(at))
                .end();
    }

    static String error(Optional<ChatId> chat, String message) {
        return open("error", chat).put("message", message).end();
    }

    static String pong(Optional<ChatId> chat) {
        return open("pong", chat).end();
    }

    /** A message that came with a key is stored, as the event {@code id}; the same answer to each repetition. */
    static String acknowledged(ChatId chat, String key, String id) {
        return open("ack", Optional.of(chat)).put("key", key).put("id", id).end();
    }

    static String delta(ChatId chat, Sight.Delta delta) {
        return open("agent_delta", Optional.of(chat))
                .put("kind", delta.kind().name().toLowerCase(Locale.ROOT))
                .put("id", delta.id().toString())
                .put("at", delta.at())
                .put("text", delta.text())
                .end();
    }

    static String fileTree(ChatId chat, FileTree tree, Instant at) {
        return open("file_tree", Optional.of(chat))
                .putJson("tree", TreeNodes.json(tree))
                .put("timestamp", Timestamps.text(at))
                .end();
    }

    private static JsonObject open(String type, Optional<ChatId> chat) {
        var frame = new JsonObject().put("type", type);
        return chat.map(id -> frame.put("chatId", id.toString())).orElse(frame);
    }
}
