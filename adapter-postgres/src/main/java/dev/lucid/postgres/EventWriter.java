package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatEvent.Imported;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;

/**
 * Makes rows of events. The {@code type} in the metadata is what {@link EventReader} goes by; role and type of the row
 * are what other readers of the table know: {@code assistant} for what an agent says and does, {@code system} for
 * facts that are no messages.
 */
final class EventWriter {
    private final ObjectMapper mapper;
    private final ToolUseForm uses;

    EventWriter(ObjectMapper mapper) {
        this.mapper = requireNonNull(mapper, "mapper");
        this.uses = new ToolUseForm(mapper);
    }

    EventRow row(ChatEvent event) {
        return switch (event) {
            case ChatRequest request -> row(request);
            case ChatFact fact -> row(fact);
            case Imported(var role, var type, var text) -> new EventRow(role, type, text, null);
        };
    }

    private EventRow row(ChatRequest request) {
        return switch (request) {
            case ChatRequest.UserMessaged message -> message(message);
            case ChatRequest.StopRequested() -> system("StopRequested", "", json("stop_requested"));
            case ChatRequest.PauseRequested() -> system("PauseRequested", "", json("pause_requested"));
            case ChatRequest.ResumeRequested() -> system("ResumeRequested", "", json("resume_requested"));
            case ChatRequest.SessionEndRequested(var session) ->
                system("SessionEndRequested", "", json("session_end_requested").put("session", session.toString()));
            case ChatRequest.ApprovalGiven(var call, var decision) ->
                system("ApprovalGiven", "", json("approval_given", call).put("decision", decision.name()));
        };
    }

    private EventRow row(ChatFact fact) {
        return switch (fact) {
            case ChatFact.TurnStarted started -> turnStarted(started);
            case ChatFact.TurnTakenOver() -> system("TurnTakenOver", "", json("turn_taken_over"));
            case ChatFact.Thought thought -> thought(thought);
            case ChatFact.Said(var text) -> assistant("MessageAction", text, json("said"));
            case ChatFact.ToolCalled(var call) -> toolCalled(call);
            case ChatFact.ModelReplied replied -> modelReplied(replied);
            case ChatFact.ModelFailed(var failure) -> modelFailed(failure);
            case ChatFact.ApprovalAsked asked -> approvalAsked(asked);
            case ChatFact.ToolStarted(var call) -> system("ToolStarted", "", json("tool_started", call));
            case ChatFact.ToolFinished finished -> toolFinished(finished);
            case ChatFact.ContextCondensed condensed -> contextCondensed(condensed);
            case ChatFact.KeyAwaited(var message) -> system("KeyAwaited", message, json("key_awaited"));
            case ChatFact.KeyFound() -> system("KeyFound", "", json("key_found"));
            case ChatFact.LoopNoticed(var reminder) -> system("LoopNoticed", reminder, json("loop_noticed"));
            case ChatFact.RepositoryCloned cloned -> repositoryCloned(cloned);
            case ChatFact.BranchPushed pushed -> branchPushed(pushed);
            case ChatFact.NothingToPush() -> system("NothingToPush", "", json("nothing_to_push"));
            case ChatFact.PushFailed(var branch, var message) ->
                assistant("ErrorObservation", message, json("push_failed").put("branch", branch));
            case ChatFact.SessionEnded(var session) ->
                system("SessionEnded", "", json("session_ended").put("session", session.toString()));
            case ChatFact.PullRequestOpened opened -> pullRequestOpened(opened);
            case ChatFact.PullRequestFailed(var message) ->
                assistant("ErrorObservation", message, json("pull_request_failed"));
            case ChatFact.TurnEnded(var reason) ->
                system("TurnEnded", StopReasonForm.text(reason), StopReasonForm.put(reason, json("turn_ended")));
        };
    }

    private EventRow message(ChatRequest.UserMessaged message) {
        var json =
                json("user_messaged").put("delivery", message.delivery().name()).put("initial", message.initial());
        message.model()
                .ifPresent(model -> json.put("provider", model.provider()).put("model", model.model()));
        return row("user", message.initial() ? "InitialTask" : "FollowUp", message.text(), json);
    }

    private EventRow turnStarted(ChatFact.TurnStarted started) {
        var json = json("turn_started")
                .put("provider", started.model().provider())
                .put("model", started.model().model());
        put(started.rules(), json.putObject("rules"));
        return system("TurnStarted", "", json);
    }

    private EventRow thought(ChatFact.Thought thought) {
        var json = json("thought");
        thought.thinking().signature().ifPresent(signature -> json.put("signature", signature));
        return assistant("ThinkAction", thought.thinking().text(), json);
    }

    private EventRow toolCalled(ToolCall call) {
        var json = uses.put(call.use(), json("tool_called", call.id()));
        return assistant(uses.rowType(call.use()), uses.text(call.use()), json);
    }

    private EventRow modelReplied(ChatFact.ModelReplied replied) {
        var json = json("model_replied").put("prompted_to", replied.promptedTo());
        return system("ModelReplied", "", put(replied.usage(), replied.cost(), json));
    }

    private EventRow modelFailed(ModelFailure failure) {
        var json = json("model_failed").put("kind", failure.kind().name());
        failure.retryAfter().ifPresent(wait -> json.put("retry_after", wait.toString()));
        return assistant("ErrorObservation", failure.message(), json);
    }

    private EventRow approvalAsked(ChatFact.ApprovalAsked asked) {
        var json =
                json("approval_asked", asked.call()).put("until", asked.until().toString());
        return system("ApprovalAsked", "", json);
    }

    private EventRow toolFinished(ChatFact.ToolFinished finished) {
        var result = finished.result();
        var json = json("tool_finished", finished.call()).put("tool", finished.tool());
        ToolResultForm.put(result, json);
        return assistant(ToolResultForm.rowType(finished.tool(), result), ToolResultForm.text(result), json);
    }

    private EventRow contextCondensed(ChatFact.ContextCondensed condensed) {
        var json = json("context_condensed").put("up_to", condensed.upTo());
        return system("ContextCondensed", condensed.summary(), put(condensed.usage(), condensed.cost(), json));
    }

    private EventRow repositoryCloned(ChatFact.RepositoryCloned cloned) {
        var json = json("repository_cloned")
                .put("origin", cloned.origin())
                .put("branch", cloned.branch())
                .put("base", cloned.base());
        cloned.startedFrom().ifPresent(branch -> json.put("started_from", branch));
        return system("RepositoryCloned", "", json);
    }

    private EventRow branchPushed(ChatFact.BranchPushed pushed) {
        var json = json("branch_pushed").put("branch", pushed.branch()).put("commit", pushed.commit());
        return system("BranchPushed", pushed.diff(), json);
    }

    private EventRow pullRequestOpened(ChatFact.PullRequestOpened opened) {
        var json = json("pull_request_opened").put("url", opened.url()).put("number", opened.number());
        return assistant("PullRequestObservation", opened.title(), json);
    }

    private static ObjectNode put(TokenUsage usage, Cost cost, ObjectNode json) {
        json.putObject("usage")
                .put("input", usage.input())
                .put("cached", usage.cached())
                .put("output", usage.output());
        return switch (cost) {
            case Cost.Known(var microUsd) -> json.put("micro_usd", microUsd);
            case Cost.Unknown() -> json;
        };
    }

    private static void put(TurnRules rules, ObjectNode json) {
        json.put("iterations", rules.iterations())
                .put("time", rules.time().toString())
                .put("window", rules.window())
                .put("approval", rules.approval().name())
                .put("approval_time", rules.approvalTime().toString());
        rules.tokens().ifPresent(tokens -> json.put("tokens", tokens));
        rules.microUsd().ifPresent(microUsd -> json.put("micro_usd", microUsd));
    }

    private ObjectNode json(String type) {
        return mapper.createObjectNode().put("type", type);
    }

    private ObjectNode json(String type, CallId call) {
        return json(type).put("call", call.toString());
    }

    private static EventRow assistant(String type, String text, ObjectNode json) {
        return row("assistant", type, text, json);
    }

    private static EventRow system(String type, String text, ObjectNode json) {
        return row("system", type, text, json);
    }

    private static EventRow row(String role, String type, String text, ObjectNode json) {
        return new EventRow(role, type, text, json.toString());
    }
}
