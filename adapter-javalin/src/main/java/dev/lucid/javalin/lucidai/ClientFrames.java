package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.javalin.lucidai.ClientFrame.Problem;
import java.util.Optional;
import java.util.Set;

/** Reads what clients say. What does not fit comes back as {@link ClientFrame.Unfit}, never as a failure. */
final class ClientFrames {
    private static final String MESSAGE = "message";

    /** What the one agent there is may be called. */
    private static final Set<String> AGENTS = Set.of("lucid", "built-in");

    private ClientFrames() {}

    /** Reads what is said before there is a chat: a task, which session to start, or which chat to attach to. */
    static ClientFrame first(String text) {
        try {
            var fields = Fields.of(text);
            return switch (fields.text("type").orElse("")) {
                case "ping" -> new ClientFrame.Ping();
                case "attach" -> new ClientFrame.Attach(fields.chat(), fields.after());
                default -> start(fields);
            };
        } catch (Fields.Unfit e) {
            return e.frame();
        }
    }

    /** Reads what is said in a chat. */
    static ClientFrame next(String text) {
        try {
            var fields = Fields.of(text);
            var type = fields.text("type").orElse(MESSAGE);
            return switch (type) {
                case "ping" -> new ClientFrame.Ping();
                case "stop" -> control(fields, new ChatRequest.StopRequested());
                case "pause" -> control(fields, new ChatRequest.PauseRequested());
                case "resume" -> control(fields, new ChatRequest.ResumeRequested());
                case "approve" -> control(fields, new ChatRequest.ApprovalGiven(fields.call(), decision(fields)));
                case MESSAGE -> message(fields);
                case "attach" ->
                    throw Fields.unclear("This socket has its chat already: open another one to attach to another.");
                default -> other(type, fields);
            };
        } catch (Fields.Unfit e) {
            return e.frame();
        }
    }

    /** The token that somebody says who is not known yet. */
    static Optional<String> token(String text) {
        try {
            return Fields.of(text).line("token", Wishes.MAX_SECRET);
        } catch (Fields.Unfit _) {
            return Optional.empty();
        }
    }

    private static ClientFrame start(Fields fields) {
        requireKnownAgent(fields);
        var task = fields.text("task").filter(text -> !text.isBlank());
        if (task.isEmpty() && fields.line("sessionId").isPresent()) {
            return new ClientFrame.Begin(fields.session());
        }

        return fields.start(
                task.orElseThrow(() -> new Fields.Unfit(Problem.NO_TASK, "Missing required field: 'task'")),
                fields.key());
    }

    private static void requireKnownAgent(Fields fields) {
        var agent = fields.line("agent");
        if (agent.isPresent() && !AGENTS.contains(agent.get())) {
            throw Fields.unclear("There is no agent '" + FrameBuilder.clipped(agent.get(), 40)
                    + "' here: leave 'agent' out to have the built-in one.");
        }
    }

    private static ClientFrame message(Fields fields) {
        requireKnownAgent(fields);
        var content = fields.text("content")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Fields.unclear("Empty content"));

        return new ClientFrame.Message(content, fields.line("model"), fields.key());
    }

    /** Whatever a client calls it, what has something to say is a message. */
    private static ClientFrame other(String type, Fields fields) {
        if (fields.text("content").filter(text -> !text.isBlank()).isEmpty()) {
            throw Fields.unclear("Unknown type '" + FrameBuilder.clipped(type, 40)
                    + "': send message, stop, pause, resume, approve or ping.");
        }

        return message(fields);
    }

    private static ClientFrame control(Fields fields, ChatRequest request) {
        return new ClientFrame.Control(request, fields.key());
    }

    private static Decision decision(Fields fields) {
        return switch (fields.text("decision").orElse("")) {
            case "allow" -> Decision.ALLOW;
            case "deny" -> Decision.DENY;
            case "always" -> Decision.ALWAYS;
            default -> throw Fields.unclear("The field 'decision' must be allow, deny or always.");
        };
    }
}
