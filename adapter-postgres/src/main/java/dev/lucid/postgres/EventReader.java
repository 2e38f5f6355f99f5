package dev.lucid.postgres;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatEvent.Imported;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.workspace.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Makes events of rows; of what it does not know, an {@link Imported} one. */
final class EventReader {
    private static final Map<String, Form> FORMS = Map.ofEntries(
            entry("user_messaged", EventReader::userMessaged),
            entry("stop_requested", (fields, text) -> new ChatRequest.StopRequested()),
            entry("pause_requested", (fields, text) -> new ChatRequest.PauseRequested()),
            entry("resume_requested", (fields, text) -> new ChatRequest.ResumeRequested()),
            entry("approval_given", EventReader::approvalGiven),
            entry(
                    "session_end_requested",
                    (fields, text) -> new ChatRequest.SessionEndRequested(SessionId.of(fields.text("session")))),
            entry("turn_started", EventReader::turnStarted),
            entry("turn_taken_over", (fields, text) -> new ChatFact.TurnTakenOver()),
            entry("thought", EventReader::thought),
            entry("said", (fields, text) -> new ChatFact.Said(text)),
            entry("model_replied", EventReader::modelReplied),
            entry("model_failed", EventReader::modelFailed),
            entry("approval_asked", EventReader::approvalAsked),
            entry("tool_started", (fields, text) -> new ChatFact.ToolStarted(fields.call())),
            entry("tool_finished", EventReader::toolFinished),
            entry("context_condensed", EventReader::contextCondensed),
            entry("key_awaited", (fields, text) -> new ChatFact.KeyAwaited(text)),
            entry("key_found", (fields, text) -> new ChatFact.KeyFound()),
            entry("loop_noticed", (fields, text) -> new ChatFact.LoopNoticed(text)),
            entry("repository_cloned", EventReader::repositoryCloned),
            entry(
                    "branch_pushed",
                    (fields, text) -> new ChatFact.BranchPushed(fields.text("branch"), fields.text("commit"), text)),
            entry("nothing_to_push", (fields, text) -> new ChatFact.NothingToPush()),
            entry("push_failed", (fields, text) -> new ChatFact.PushFailed(fields.text("branch"), text)),
            entry("session_ended", (fields, text) -> new ChatFact.SessionEnded(SessionId.of(fields.text("session")))),
            entry("pull_request_opened", EventReader::pullRequestOpened),
            entry("pull_request_failed", (fields, text) -> new ChatFact.PullRequestFailed(text)),
            entry("turn_ended", (fields, text) -> new ChatFact.TurnEnded(StopReasonForm.read(fields, text))));

    private final ToolUseForm uses;

    EventReader(ObjectMapper mapper) {
        this.uses = new ToolUseForm(mapper);
    }

    /** How one type of event is read from its fields and its text. */
    private interface Form {
        ChatEvent read(Fields fields, String text);
    }

    ChatEvent event(Fields fields, EventRow row) {
        var type = fields.optionalText("type").orElse("");
        if (type.equals("tool_called")) {
            return new ChatFact.ToolCalled(new ToolCall(fields.call(), uses.read(fields, row.content())));
        }
        var form = FORMS.get(type);
        return form == null ? imported(row) : form.read(fields, row.content());
    }

    ChatEvent imported(EventRow row) {
        var type = row.type();
        return new Imported(row.role(), type == null ? "" : type, row.content());
    }

    private static ChatEvent userMessaged(Fields fields, String text) {
        return new ChatRequest.UserMessaged(
                text,
                Delivery.valueOf(fields.text("delivery")),
                fields.flag("initial"),
                fields.optionalText("provider").map(provider -> new ModelRef(provider, fields.text("model"))));
    }

    private static ChatEvent approvalGiven(Fields fields, String text) {
        return new ChatRequest.ApprovalGiven(fields.call(), Decision.valueOf(fields.text("decision")));
    }

    private static ChatEvent turnStarted(Fields fields, String text) {
        return new ChatFact.TurnStarted(new ModelRef(fields.text("provider"), fields.text("model")), fields.rules());
    }

    private static ChatEvent thought(Fields fields, String text) {
        return new ChatFact.Thought(new Thinking(text, fields.optionalText("signature")));
    }

    private static ChatEvent modelReplied(Fields fields, String text) {
        return new ChatFact.ModelReplied(fields.number("prompted_to"), fields.usage(), fields.cost());
    }

    private static ChatEvent modelFailed(Fields fields, String text) {
        return new ChatFact.ModelFailed(new ModelFailure(
                ModelFailure.Kind.valueOf(fields.text("kind")),
                text,
                fields.optionalText("retry_after").map(Duration::parse)));
    }

    private static ChatEvent approvalAsked(Fields fields, String text) {
        return new ChatFact.ApprovalAsked(fields.call(), Instant.parse(fields.text("until")));
    }

    private static ChatEvent toolFinished(Fields fields, String text) {
        return new ChatFact.ToolFinished(fields.call(), fields.text("tool"), ToolResultForm.read(fields, text));
    }

    private static ChatEvent contextCondensed(Fields fields, String text) {
        return new ChatFact.ContextCondensed(text, fields.number("up_to"), fields.usage(), fields.cost());
    }

    private static ChatEvent repositoryCloned(Fields fields, String text) {
        return new ChatFact.RepositoryCloned(
                fields.text("origin"), fields.text("branch"), fields.text("base"), fields.optionalText("started_from"));
    }

    private static ChatEvent pullRequestOpened(Fields fields, String text) {
        return new ChatFact.PullRequestOpened(fields.text("url"), fields.number("number"), text);
    }
}
