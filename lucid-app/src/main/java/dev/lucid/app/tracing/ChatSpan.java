package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The spans of one chat that is run: its turn's, and those of the tools that the turn is at. Safe for many threads. */
final class ChatSpan {
    private final Tracer tracer;
    private final ChatId chat;
    private final Map<CallId, ToolCall> called = new HashMap<>();
    private final Map<CallId, Span> tools = new HashMap<>();
    private Optional<Span> turn = Optional.empty();

    ChatSpan(Tracer tracer, ChatId chat) {
        this.tracer = requireNonNull(tracer, "tracer");
        this.chat = requireNonNull(chat, "chat");
    }

    /** Where what the chat does now belongs. */
    synchronized Context context() {
        return turn.<Context>map(span -> Context.root().with(span)).orElseGet(Context::root);
    }

    /** The fact is about to be stored: what it is the end of has ended, whatever storing it takes. */
    synchronized void coming(ChatFact fact) {
        switch (fact) {
            case ChatFact.TurnStarted(var model, var _) -> begin(Optional.of(model));
            case ChatFact.TurnTakenOver _ -> begin(Optional.empty());
            case ChatFact.ToolFinished(var call, var _, var result) ->
                Optional.ofNullable(tools.remove(call)).ifPresent(span -> end(span, result));
            case ChatFact.Thought _,
                    ChatFact.Said _,
                    ChatFact.ToolCalled _,
                    ChatFact.ModelReplied _,
                    ChatFact.ModelFailed _,
                    ChatFact.ApprovalAsked _,
                    ChatFact.ToolStarted _,
                    ChatFact.ContextCondensed _,
                    ChatFact.LoopNoticed _,
                    ChatFact.RepositoryCloned _,
                    ChatFact.BranchPushed _,
                    ChatFact.NothingToPush _,
                    ChatFact.PushFailed _,
                    ChatFact.SessionEnded _,
                    ChatFact.PullRequestOpened _,
                    ChatFact.PullRequestFailed _,
                    ChatFact.KeyAwaited _,
                    ChatFact.KeyFound _,
                    ChatFact.TurnEnded _ -> {
                // ends nothing before it is stored
            }
        }
    }

    /** The fact is stored: what it is the beginning of begins. */
    synchronized void stored(ChatFact fact) {
        switch (fact) {
            case ChatFact.ToolCalled(var call) -> called.put(call.id(), call);
            case ChatFact.ToolStarted(var call) -> tools.computeIfAbsent(call, this::tool);
            case ChatFact.TurnEnded(var reason) -> end(Names.of(reason), reason instanceof StopReason.Failed);
            case ChatFact.TurnStarted _,
                    ChatFact.TurnTakenOver _,
                    ChatFact.Thought _,
                    ChatFact.Said _,
                    ChatFact.ModelReplied _,
                    ChatFact.ModelFailed _,
                    ChatFact.ApprovalAsked _,
                    ChatFact.ToolFinished _,
                    ChatFact.ContextCondensed _,
                    ChatFact.LoopNoticed _,
                    ChatFact.RepositoryCloned _,
                    ChatFact.BranchPushed _,
                    ChatFact.NothingToPush _,
                    ChatFact.PushFailed _,
                    ChatFact.SessionEnded _,
                    ChatFact.PullRequestOpened _,
                    ChatFact.PullRequestFailed _,
                    ChatFact.KeyAwaited _,
                    ChatFact.KeyFound _ -> {
                // nothing of it is seen in the spans
            }
        }
    }

    /** This process has nothing more to do with the turn, if there is one. */
    synchronized void left(String why) {
        end(why, false);
    }

    private void begin(Optional<ModelRef> model) {
        if (turn.isPresent()) {
            return;
        }
        var span = tracer.spanBuilder("invoke_agent lucid")
                .setNoParent()
                .setAttribute("gen_ai.operation.name", "invoke_agent")
                .setAttribute("gen_ai.agent.name", "lucid")
                .setAttribute("gen_ai.conversation.id", chat.toString())
                .setAttribute("lucid.turn.taken_over", model.isEmpty());
        model.ifPresent(ref -> span.setAttribute("gen_ai.provider.name", Names.provider(ref))
                .setAttribute("gen_ai.request.model", ref.model()));
        turn = Optional.of(span.startSpan());
    }

    private void end(String how, boolean failed) {
        tools.values().forEach(Span::end);
        tools.clear();
        called.clear();
        turn.ifPresent(span -> {
            span.setAttribute("lucid.turn.end", how);
            if (failed) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        });
        turn = Optional.empty();
    }

    private Span tool(CallId id) {
        var use = Optional.ofNullable(called.get(id)).map(ToolCall::use);
        var name = use.filter(known -> !(known instanceof ToolUse.Unusable))
                .map(ToolUse::tool)
                .orElse("unknown");
        var span = tracer.spanBuilder("execute_tool " + name)
                .setParent(context())
                .setAttribute("gen_ai.operation.name", "execute_tool")
                .setAttribute("gen_ai.tool.name", name)
                .setAttribute("gen_ai.tool.type", "function")
                .setAttribute("gen_ai.tool.call.id", id.toString());
        use.ifPresent(known -> span.setAttribute("lucid.tool.effect", Names.of(known.effect())));

        return span.startSpan();
    }

    private static void end(Span span, ToolResult result) {
        span.setAttribute("lucid.tool.outcome", Names.of(result));
        if (result instanceof ToolResult.CommandEnded(var code, var _, var _)) {
            span.setAttribute("process.exit.code", code);
        }
        if (result instanceof ToolResult.Failed) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
