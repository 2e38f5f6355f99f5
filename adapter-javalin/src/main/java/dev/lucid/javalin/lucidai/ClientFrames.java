package dev.lucid.javalin.lucidai;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.javalin.lucidai.ClientFrame.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what clients say. What does not fit comes back as {@link ClientFrame.Unfit}, never as a failure. */
final class ClientFrames {
    private static final String MESSAGE = "message";

    /** What the one agent there is may be called. */
    private static final Set<String> AGENTS = Set.of("lucid", "built-in");

    private ClientFrames() {}

    /** Reads what is said before there is a chat: a task, or which chat to attach to. */
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
                default ->
                    throw Fields.unclear("Unknown type '" + FrameBuilder.clipped(type, 40)
                            + "': send message, stop, pause, resume, approve or ping.");
            };
        } catch (Fields.Unfit e) {
            return e.frame();
        }
    }

    /** The token that somebody says who is not known yet. */
    static Optional<String> token(String text) {
        try {
            return Fields.of(text).filled("token");
        } catch (Fields.Unfit _) {
            return Optional.empty();
        }
    }

    private static ClientFrame start(Fields fields) {
        refuseSecrets(fields);
        requireKnownAgent(fields);
        var task = fields.text("task")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new Fields.Unfit(Problem.NO_TASK, "Missing required field: 'task'"));

        return new ClientFrame.Start(task, model(fields), repository(fields), fields.filled("projectId"), fields.key());
    }

    /** The model by its own name, its provider's, or both. */
    private static Optional<String> model(Fields fields) {
        var provider = fields.filled("modelProvider").or(() -> fields.filled("model_provider"));
        var model = fields.filled("model");
        if (model.isEmpty() || provider.isEmpty() || model.get().contains("/")) {
            return model.or(() -> provider);
        }

        return Optional.of(provider.get() + "/" + model.get());
    }

    private static Optional<RepositoryRef> repository(Fields fields) {
        var author = new Author(
                fields.filled("gitUserName").orElse(Author.LUCID.name()),
                fields.filled("gitUserEmail").orElse(Author.LUCID.email()));

        return fields.filled("repoUrl").map(address -> new RepositoryRef(address, fields.filled("branch"), author));
    }

    /** Better no chat than one whose client believes that its credential is used. */
    private static void refuseSecrets(Fields fields) {
        for (var name : List.of("gitToken", "apiKey", "api_key")) {
            if (fields.filled(name).isPresent()) {
                throw Fields.unclear("This server keeps no credentials for chats yet: leave '" + name
                        + "' out, and let the operator configure it.");
            }
        }
    }

    private static void requireKnownAgent(Fields fields) {
        var agent = fields.filled("agent");
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

        return new ClientFrame.Message(content, fields.filled("model"), fields.key());
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
