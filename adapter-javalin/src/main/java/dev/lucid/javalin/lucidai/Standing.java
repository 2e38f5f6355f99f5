package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.tool.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a chat's turn stands for one watcher, and what the watcher is to be told when that changes. Takes in the chat's
 * events in order. Not safe for several threads.
 */
final class Standing {
    /** A call without a result yet. */
    private record Open(ToolCall call, boolean changesFiles) {}

    private final ChatId chat;
    private final Map<CallId, Open> calls = new HashMap<>();
    private boolean running;
    private boolean paused;
    private boolean stopping;
    private boolean touched;
    private Optional<Open> asked = Optional.empty();
    private Optional<String> keyless = Optional.empty();
    private Optional<StopReason> ended = Optional.empty();
    private Optional<TurnRules> rules = Optional.empty();
    private Instant since = Instant.EPOCH;

    Standing(ChatId chat) {
        this.chat = chat;
    }

    /** Whether an event makes all that was before it unimportant for where the turn stands. */
    static boolean isBoundary(ChatEvent event) {
        return event instanceof ChatFact.TurnStarted || event instanceof ChatFact.TurnEnded;
    }

    /** Takes in what happened, and gives what is to follow it. */
    List<Step> after(StoredEvent stored, boolean changesFiles) {
        return switch (stored.event()) {
            case ChatRequest request -> heard(request, stored.at());
            case ChatFact.ToolCalled(var call) -> called(call, changesFiles);
            case ChatFact.ToolFinished(var call, var _, var _) -> finished(call, changesFiles, stored.at());
            case ChatFact fact -> noted(fact, changesFiles, stored.at());
            case ChatEvent.Imported _ -> tree(changesFiles);
        };
    }

    /** What tells somebody who comes now where the turn stands; nothing if there never was one. */
    List<Step> now() {
        return ended.map(this::end).orElseGet(() -> running ? List.of(new Step.Frame(current())) : List.of());
    }

    private List<Step> heard(ChatRequest request, Instant at) {
        return switch (request) {
            case ChatRequest.StopRequested _, ChatRequest.SessionEndRequested _ -> stopRequested(at);
            case ChatRequest.PauseRequested _ -> paused(true, at);
            case ChatRequest.ResumeRequested _ -> paused(false, at);
            case ChatRequest.ApprovalGiven(var call, var _) -> settled(call, at);
            case ChatRequest.UserMessaged _ -> List.of();
        };
    }

    private List<Step> noted(ChatFact fact, boolean changesFiles, Instant at) {
        if (fact instanceof ChatFact.TurnStarted(var _, var given)) {
            return started(given, at);
        }
        if (fact instanceof ChatFact.TurnEnded(var reason)) {
            return ended(reason, at);
        }
        if (fact instanceof ChatFact.TurnTakenOver) {
            since = at;
            return List.of(
                    frame("interrupted", "The agent's process ended; its turn goes on by itself."),
                    new Step.Frame(current()));
        }
        if (fact instanceof ChatFact.KeyAwaited(var message)) {
            keyless = Optional.of(message);
            return changed(at);
        }
        if (fact instanceof ChatFact.KeyFound) {
            keyless = Optional.empty();
            return changed(at);
        }
        if (fact instanceof ChatFact.ApprovalAsked(var call, var _) && calls.containsKey(call)) {
            asked = Optional.ofNullable(calls.get(call));
            return changed(at);
        }

        return tree(changesFiles);
    }

    private List<Step> started(TurnRules given, Instant at) {
        running = true;
        paused = false;
        stopping = false;
        touched = false;
        asked = Optional.empty();
        keyless = Optional.empty();
        ended = Optional.empty();
        rules = Optional.of(given);
        calls.clear();

        return changed(at);
    }

    private List<Step> ended(StopReason reason, Instant at) {
        running = false;
        ended = Optional.of(reason);
        since = at;
        calls.clear();
        var steps = new ArrayList<>(tree(touched));
        steps.addAll(end(reason));

        return steps;
    }

    private List<Step> called(ToolCall call, boolean changesFiles) {
        calls.put(call.id(), new Open(call, changesFiles));
        touched |= call.use().effect() == Effect.WRITES;
        return tree(changesFiles);
    }

    /** What a command was said to change has changed by its end. */
    private List<Step> finished(CallId call, boolean changesFiles, Instant at) {
        var open = Optional.ofNullable(calls.get(call));
        var steps = new ArrayList<>(
                tree(changesFiles || open.map(Open::changesFiles).orElse(false)));
        steps.addAll(settled(call, at));
        calls.remove(call);

        return steps;
    }

    private List<Step> settled(CallId call, Instant at) {
        if (asked.filter(open -> open.call().id().equals(call)).isEmpty()) {
            return List.of();
        }
        asked = Optional.empty();
        return changed(at);
    }

    private List<Step> paused(boolean wanted, Instant at) {
        if (!running || paused == wanted) {
            return List.of();
        }
        paused = wanted;
        return changed(at);
    }

    private List<Step> stopRequested(Instant at) {
        if (!running) {
            since = at;
            return List.of(frame("stopping", "Stopping agent..."), frame("stopped", "Agent stopped."));
        }
        if (stopping) {
            return List.of();
        }
        stopping = true;
        return changed(at);
    }

    private List<Step> changed(Instant at) {
        since = at;
        return List.of(new Step.Frame(current()));
    }

    private String current() {
        if (stopping) {
            return StatusFrames.status(chat, "stopping", "Stopping agent...", since);
        }
        if (asked.isPresent() && keyless.isEmpty()) {
            return StatusFrames.waiting(chat, asked.get().call(), since);
        }

        if (keyless.isPresent()) {
            return StatusFrames.status(chat, "waiting", keyless.get(), since);
        }

        return paused
                ? StatusFrames.status(chat, "waiting", "Paused: send {\"type\":\"resume\"} to go on.", since)
                : StatusFrames.status(chat, "running", "Agent is working.", since);
    }

    private List<Step> end(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished _ -> List.of(frame("completed", "Agent task completed."));
            case StopReason.Stopped _ -> List.of(frame("stopped", "Agent stopped."));
            case StopReason.LimitReached(var limit) -> failed(why(limit));
            case StopReason.Stuck(var pattern) -> failed("The agent went round in circles: " + pattern + ".");
            case StopReason.Failed(var message) -> failed(message);
        };
    }

    private List<Step> failed(String why) {
        return List.of(
                new Step.Frame(StatusFrames.error(Optional.of(chat), why)), frame("failed", "Agent task failed."));
    }

    private String why(StopReason.Limit limit) {
        return switch (limit) {
            case TIME ->
                rules.map(given -> "Agent timed out after " + given.time().toSeconds() + "s.")
                        .orElse("Agent timed out.");
            case ITERATIONS -> "Agent reached the limit of its steps. Send a message to let it go on.";
            case TOKENS -> "Agent reached the limit of its tokens. Send a message to let it go on.";
            case MONEY -> "Agent reached the limit of its money. Send a message to let it go on.";
        };
    }

    private Step frame(String status, String message) {
        return new Step.Frame(StatusFrames.status(chat, status, message, since));
    }

    private static List<Step> tree(boolean wanted) {
        return wanted ? List.of(new Step.Tree()) : List.of();
    }
}
