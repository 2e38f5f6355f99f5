package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.TokenUsage;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts stored events into this wire's words: one event is one frame, a JSON object made from that event alone, so that it
 * reads the same whenever it is sent, and to whom.
 *
 * <p>Each frame has {@code type}, {@code chatId}, {@code seq}, {@code id}, {@code event}, {@code eventType},
 * {@code content} and {@code timestamp}, and what its kind has besides; what is absent is left out. {@code id} is the
 * event's own, which deltas of a text or thought carried before it; but the frame of a call's end has the call's id, as
 * deltas of its output have. So a frame whose {@code id} is that of earlier deltas takes their place. All frames that
 * concern a call name it as {@code call}. Texts are cut to 2,000 code points, thoughts to 1,000; {@code truncated} then
 * says that there is more.
 */
public final class EventFrames {
    private EventFrames() {}

    /** The event's frame. */
    public static String text(StoredEvent stored) {
        return of(stored).text();
    }

    /** The event's frame with its texts as the log has them, however long. */
    static String whole(StoredEvent stored) {
        return builder(Shown.whole(stored)).build().text();
    }

    /** The event as one of the chat's messages; empty if it is none, but a fact beside them. */
    static Optional<String> message(StoredEvent stored) {
        return builder(Shown.whole(stored)).message();
    }

    static EventFrame of(StoredEvent stored) {
        return builder(Shown.cut(stored)).build();
    }

    private static FrameBuilder builder(Shown stored) {
        return switch (stored.event().event()) {
            case ChatRequest request -> ofRequest(stored, request);
            case ChatFact fact -> ofFact(stored, fact);
            case ChatEvent.Imported(var role, var type, var text) ->
                role.equals("user")
                        ? FrameBuilder.ofUser(stored, type).content(text)
                        : FrameBuilder.of(stored, type).writtenBy(role).content(text);
        };
    }

    private static FrameBuilder ofRequest(Shown stored, ChatRequest request) {
        return switch (request) {
            case ChatRequest.UserMessaged(var text, var _, var initial, var _) ->
                FrameBuilder.ofUser(stored, initial ? "InitialTask" : "FollowUp")
                        .content(text);
            case ChatRequest.StopRequested _ -> FrameBuilder.ofState(stored, "StopRequested");
            case ChatRequest.PauseRequested _ -> FrameBuilder.ofState(stored, "PauseRequested");
            case ChatRequest.ResumeRequested _ -> FrameBuilder.ofState(stored, "ResumeRequested");
            case ChatRequest.SessionEndRequested(var session) ->
                FrameBuilder.ofState(stored, "SessionEndRequested").put("sessionId", session.toString());
            case ChatRequest.ApprovalGiven(var call, var decision) ->
                FrameBuilder.ofState(stored, "ApprovalGiven").call(call).put("decision", lower(decision));
        };
    }

    private static FrameBuilder ofFact(Shown stored, ChatFact fact) {
        return switch (fact) {
            case ChatFact.Thought(var thinking) ->
                FrameBuilder.of(stored, "ThinkAction").content(thinking.text()).thought(thinking.text());
            case ChatFact.Said(var text) ->
                FrameBuilder.of(stored, "MessageAction").content(text);
            case ChatFact.ToolCalled(var call) -> CallFrames.ofCall(stored, call);
            case ChatFact.ToolStarted(var call) ->
                FrameBuilder.ofState(stored, "ToolStarted").call(call);
            case ChatFact.ToolFinished(var call, var tool, var result) ->
                CallFrames.ofResult(stored, call, tool, result);
            case ChatFact.ApprovalAsked(var call, var until) ->
                FrameBuilder.ofState(stored, "ApprovalAsked").call(call).put("until", Timestamps.text(until));
            case ChatFact.ModelReplied(var _, var usage, var cost) ->
                spent(FrameBuilder.ofState(stored, "ModelReplied"), usage, cost);
            case ChatFact.ModelFailed(var failure) ->
                FrameBuilder.of(stored, "ErrorObservation").content(failure.message());
            case ChatFact.ContextCondensed(var _, var _, var usage, var cost) ->
                spent(FrameBuilder.ofState(stored, "ContextCondensed"), usage, cost);
            case ChatFact.KeyAwaited _ -> FrameBuilder.ofState(stored, "KeyAwaited");
            case ChatFact.KeyFound _ -> FrameBuilder.ofState(stored, "KeyFound");
            case ChatFact.LoopNoticed _ -> FrameBuilder.ofState(stored, "LoopNoticed");
            case ChatFact.TurnStarted(var model, var _) ->
                FrameBuilder.ofState(stored, "TurnStarted").put("model", model.toString());
            case ChatFact.TurnTakenOver _ -> FrameBuilder.ofState(stored, "TurnTakenOver");
            case ChatFact.TurnEnded(var reason) ->
                FrameBuilder.ofState(stored, "TurnEnded").put("reason", word(reason));
            case ChatFact.RepositoryCloned(var _, var branch, var base, var _) ->
                FrameBuilder.ofState(stored, "RepositoryCloned")
                        .put("branch", branch)
                        .put("base", base);
            case ChatFact.BranchPushed(var branch, var commit, var diff) ->
                FrameBuilder.ofState(stored, "BranchPushed")
                        .put("branch", branch)
                        .put("commit", commit)
                        .diff(diff);
            case ChatFact.SessionEnded(var session) ->
                FrameBuilder.ofState(stored, "SessionEnded").put("sessionId", session.toString());
            case ChatFact.NothingToPush _ -> FrameBuilder.ofState(stored, "NothingToPush");
            case ChatFact.PushFailed(var branch, var message) ->
                FrameBuilder.of(stored, "ErrorObservation").content(message).put("branch", branch);
            case ChatFact.PullRequestOpened(var url, var number, var title) ->
                FrameBuilder.of(stored, "PullRequestObservation")
                        .content(title)
                        .put("url", url)
                        .put("number", number);
            case ChatFact.PullRequestFailed(var message) ->
                FrameBuilder.of(stored, "ErrorObservation").content(message);
        };
    }

    private static FrameBuilder spent(FrameBuilder frame, TokenUsage usage, Cost cost) {
        var spent = frame.put("inputTokens", usage.input())
                .put("cachedTokens", usage.cached())
                .put("outputTokens", usage.output());
        return switch (cost) {
            case Cost.Known(var microUsd) -> spent.put("microUsd", microUsd);
            case Cost.Unknown _ -> spent;
        };
    }

    private static String word(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished _ -> "finished";
            case StopReason.Stopped _ -> "stopped";
            case StopReason.LimitReached _ -> "limit";
            case StopReason.Stuck _ -> "stuck";
            case StopReason.Failed _ -> "failed";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
