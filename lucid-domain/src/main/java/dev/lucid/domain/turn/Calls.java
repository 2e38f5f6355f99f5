package dev.lucid.domain.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The tool calls of a turn's latest reply, how far each has come, and the tools that need no more asking. */
record Calls(List<Progress> list, Set<String> allowedTools) {
    static final Calls NONE = new Calls(List.of(), Set.of());

    /** How far a call has come. */
    enum Stage {
        CALLED,
        ASKED,
        ALLOWED,
        DENIED,
        STARTED,
        FINISHED
    }

    record Progress(ToolCall call, Stage stage, Instant askedUntil) {
        Progress at(Stage next) {
            return new Progress(call, next, askedUntil);
        }

        ChatFact finished(ToolResult result) {
            return new ChatFact.ToolFinished(call.id(), call.use().tool(), result);
        }

        /** The end of a call that is not run any more: of what may have written the outcome is unknown. */
        ChatFact cutShort() {
            var maybeDone = stage == Stage.STARTED && call.use().effect() == Effect.WRITES;

            return finished(maybeDone ? new ToolResult.OutcomeUnknown() : new ToolResult.Cancelled(""));
        }
    }

    Calls {
        list = List.copyOf(list);
        allowedTools = Set.copyOf(allowedTools);
    }

    /** The calls of a new reply; those of the one before are settled by now. */
    Calls replacedBy(List<ToolCall> calls) {
        return new Calls(
                calls.stream()
                        .map(call -> new Progress(call, Stage.CALLED, Instant.MAX))
                        .toList(),
                allowedTools);
    }

    Calls asked(CallId id, Instant until) {
        return change(id, progress -> new Progress(progress.call(), Stage.ASKED, until));
    }

    /** A decision counts once, and only for a call that was asked about. */
    Calls decided(CallId id, Decision decision) {
        var asked = find(id).filter(progress -> progress.stage() == Stage.ASKED);
        if (asked.isEmpty()) {
            return this;
        }
        var decided = change(id, progress -> progress.at(decision == Decision.DENY ? Stage.DENIED : Stage.ALLOWED));
        if (decision != Decision.ALWAYS) {
            return decided;
        }
        var tools = new HashSet<>(allowedTools);
        tools.add(asked.get().call().use().tool());

        return new Calls(decided.list, tools);
    }

    Calls started(CallId id) {
        return change(id, progress -> progress.at(Stage.STARTED));
    }

    Calls finished(CallId id) {
        return change(id, progress -> progress.at(Stage.FINISHED));
    }

    Optional<Progress> find(CallId id) {
        return list.stream().filter(progress -> progress.call().id().equals(id)).findFirst();
    }

    /** The first call that has no result yet. */
    Optional<Progress> firstOpen() {
        return list.stream()
                .filter(progress -> progress.stage() != Stage.FINISHED)
                .findFirst();
    }

    List<Progress> open() {
        return list.stream()
                .filter(progress -> progress.stage() != Stage.FINISHED)
                .toList();
    }

    /** What the agent said on leaving, if it did. */
    Optional<String> farewell() {
        return list.stream()
                .map(progress -> progress.call().use())
                .filter(ToolUse.Finish.class::isInstance)
                .map(use -> ((ToolUse.Finish) use).summary())
                .findFirst();
    }

    private Calls change(CallId id, UnaryOperator<Progress> change) {
        var changed = new ArrayList<>(list);
        changed.replaceAll(progress -> progress.call().id().equals(id) && progress.stage() != Stage.FINISHED
                ? change.apply(progress)
                : progress);

        return new Calls(changed, allowedTools);
    }
}
