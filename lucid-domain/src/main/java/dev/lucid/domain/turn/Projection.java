package dev.lucid.domain.turn;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a chat's events into the messages that a model is shown. The rules it keeps: a reply counts once it is whole;
 * every call is answered exactly once, right after its reply; what a person said while the model was replying comes
 * after that reply; a message that waits for the next turn is not shown before it; where a summary stands for older
 * events, these are gone.
 */
final class Projection {
    private static final String NEW_WORKSPACE =
            "[The workspace and all that ran in it were removed here. What follows happens in a new one.]";

    /** A text that waits for its place: between messages of the model's own, and not before the model could see it. */
    private record Pending(long seq, String text) {}

    private final int maxResult;
    private final List<Message> messages = new ArrayList<>();
    private final List<Pending> queued = new ArrayList<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Map<CallId, ToolResult> results = new HashMap<>();
    private List<ToolCall> unanswered = List.of();
    private boolean running;

    private Optional<Thinking> thought = Optional.empty();
    private Draft draft = Draft.EMPTY;

    private Projection(int maxResult) {
        this.maxResult = maxResult;
    }

    /** The messages of that history; a tool's result has at most {@code maxResult} UTF-16 units. */
    static List<Message> of(List<StoredEvent> history, int maxResult) {
        var projection = new Projection(maxResult);
        var condensed = lastCondensation(history);
        for (var stored : history) {
            projection.show(stored);
            condensed.filter(summary -> summary.upTo() == stored.seq()).ifPresent(projection::beginAnew);
        }
        projection.answer();
        projection.say(Long.MAX_VALUE);

        return projection.messages;
    }

    private static Optional<ChatFact.ContextCondensed> lastCondensation(List<StoredEvent> history) {
        return history.reversed().stream()
                .map(StoredEvent::event)
                .filter(ChatFact.ContextCondensed.class::isInstance)
                .map(ChatFact.ContextCondensed.class::cast)
                .findFirst();
    }

    private void beginAnew(ChatFact.ContextCondensed condensed) {
        answer();
        messages.clear();
        pending.clear();
        messages.add(new Message.User(condensed.summary()));
    }

    private void show(StoredEvent stored) {
        switch (stored.event()) {
            case ChatRequest.UserMessaged(var text, var delivery, var _, var _) ->
                (running && delivery == Delivery.STEER ? pending : queued).add(new Pending(stored.seq(), text));
            case ChatRequest.StopRequested _ -> {
                if (!running) {
                    queued.clear();
                }
            }
            case ChatRequest.SessionEndRequested _ -> queued.clear();
            case ChatRequest.PauseRequested _, ChatRequest.ResumeRequested _, ChatRequest.ApprovalGiven _ -> {}
            case ChatFact fact -> show(fact, stored.seq());
            case ChatEvent.Imported(var role, var _, var text) -> showImported(role, text, stored.seq());
        }
    }

    private void show(ChatFact fact, long seq) {
        switch (fact) {
            case ChatFact.TurnStarted _ -> {
                running = true;
                pending.addAll(queued);
                queued.clear();
            }
            case ChatFact.TurnTakenOver _, ChatFact.ModelFailed _ -> forgetDraft();
            case ChatFact.Thought(var thinking) -> thought = Optional.of(thinking);
            case ChatFact.Said(var text) -> draft = draft.said(text);
            case ChatFact.ToolCalled(var call) -> draft = draft.called(call);
            case ChatFact.ModelReplied replied -> showReply(replied.promptedTo());
            case ChatFact.ToolFinished(var call, var _, var result) -> results.putIfAbsent(call, result);
            case ChatFact.LoopNoticed(var reminder) -> pending.add(new Pending(seq, reminder));
            case ChatFact.TurnEnded(var reason) -> {
                running = false;
                if (reason instanceof StopReason.Stopped) {
                    pending.add(new Pending(seq, "[The user stopped the work here.]"));
                }
            }
            case ChatFact.SessionEnded _ -> pending.add(new Pending(seq, NEW_WORKSPACE));
            case ChatFact.ApprovalAsked _,
                    ChatFact.ToolStarted _,
                    ChatFact.ContextCondensed _,
                    ChatFact.RepositoryCloned _,
                    ChatFact.BranchPushed _,
                    ChatFact.NothingToPush _,
                    ChatFact.PushFailed _,
                    ChatFact.PullRequestOpened _,
                    ChatFact.PullRequestFailed _,
                    ChatFact.KeyAwaited _,
                    ChatFact.KeyFound _ -> {}
        }
    }

    private void showReply(long promptedTo) {
        answer();
        say(promptedTo);
        messages.add(new Message.Assistant(thought, draft.text(), draft.calls()));
        unanswered = draft.calls();
        forgetDraft();
    }

    private void showImported(String role, String text, long seq) {
        if (role.equals("user")) {
            pending.add(new Pending(seq, text));
        } else if (role.equals("assistant") && !text.isBlank()) {
            answer();
            say(seq);
            messages.add(new Message.Assistant(Optional.empty(), text, List.of()));
        }
    }

    private void forgetDraft() {
        draft = Draft.EMPTY;
        thought = Optional.empty();
    }

    /** Answers the calls of the latest reply, in their order; where a result is missing, the call was never run. */
    private void answer() {
        for (var call : unanswered) {
            var result = results.getOrDefault(call.id(), new ToolResult.Cancelled(""));
            messages.add(new Message.Answer(
                    call.id(),
                    call.use().tool(),
                    Clip.headAndTail(ResultText.of(result), maxResult),
                    ResultText.failed(result)));
        }
        unanswered = List.of();
    }

    /** Lets the person speak, with all they said up to there, as one message. */
    private void say(long upTo) {
        var texts = pending.stream()
                .filter(waiting -> waiting.seq() <= upTo)
                .map(Pending::text)
                .toList();
        pending.removeIf(waiting -> waiting.seq() <= upTo);
        if (texts.isEmpty()) {
            return;
        }
        var text = String.join("\n\n", texts);
        if (!messages.isEmpty() && messages.getLast() instanceof Message.User(var earlier)) {
            messages.set(messages.size() - 1, new Message.User(earlier + "\n\n" + text));
        } else {
            messages.add(new Message.User(text));
        }
    }
}
