package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Puts {@value #MASK} in the place of the secrets that it has learned, wherever they come up: in what a model says, in a
 * tool's arguments and results, in an error of git. Safe for many threads.
 */
final class Redaction {
    private static final String MASK = "***";

    /** What is shorter would be found in words that mean something else. */
    private static final int SHORTEST = 8;

    private final List<String> known = new CopyOnWriteArrayList<>();

    /** From now on that secret is masked, also as it looks in an address. */
    void learn(Secret secret) {
        var value = secret.reveal();
        Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8))
                .filter(text -> text.length() >= SHORTEST && !known.contains(text))
                .forEach(known::add);
    }

    boolean knowsNothing() {
        return known.isEmpty();
    }

    /** How many characters at the end of a text may be the beginning of a secret. */
    int beginningAtEnd(String text) {
        return known.stream()
                .mapToInt(secret -> beginningAtEnd(text, secret))
                .max()
                .orElse(0);
    }

    private static int beginningAtEnd(String text, String secret) {
        for (var length = Math.min(text.length(), secret.length() - 1); length > 0; length--) {
            if (text.endsWith(secret.substring(0, length))) {
                return length;
            }
        }

        return 0;
    }

    String of(String text) {
        var masked = text;
        for (var secret : known) {
            masked = masked.replace(secret, MASK);
        }

        return masked;
    }

    /** The fact as it may be stored. */
    ChatFact of(ChatFact fact) {
        var shown = knowsNothing() ? "" : fact.toString();
        if (known.stream().noneMatch(shown::contains)) {
            return fact;
        }

        return switch (fact) {
            case ChatFact.Thought(var thinking) -> new ChatFact.Thought(unsealed(thinking));
            case ChatFact.Said(var text) -> new ChatFact.Said(of(text));
            case ChatFact.ToolCalled(var call) -> new ChatFact.ToolCalled(new ToolCall(call.id(), of(call.use())));
            case ChatFact.ToolFinished(var call, var tool, var result) ->
                new ChatFact.ToolFinished(call, of(tool), of(result));
            case ChatFact.ModelFailed(var failure) -> new ChatFact.ModelFailed(of(failure));
            case ChatFact.ContextCondensed(var summary, var upTo, var usage, var cost) ->
                new ChatFact.ContextCondensed(of(summary), upTo, usage, cost);
            case ChatFact.KeyAwaited(var message) -> new ChatFact.KeyAwaited(of(message));
            case ChatFact.LoopNoticed(var reminder) -> new ChatFact.LoopNoticed(of(reminder));
            case ChatFact.BranchPushed(var branch, var commit, var diff) ->
                new ChatFact.BranchPushed(branch, commit, of(diff));
            case ChatFact.PushFailed(var branch, var message) -> new ChatFact.PushFailed(branch, of(message));
            case ChatFact.PullRequestOpened(var url, var number, var title) ->
                new ChatFact.PullRequestOpened(of(url), number, of(title));
            case ChatFact.PullRequestFailed(var message) -> new ChatFact.PullRequestFailed(of(message));
            case ChatFact.TurnEnded(var reason) -> new ChatFact.TurnEnded(of(reason));
            case ChatFact.TurnStarted _,
                    ChatFact.TurnTakenOver _,
                    ChatFact.ModelReplied _,
                    ChatFact.ApprovalAsked _,
                    ChatFact.ToolStarted _,
                    ChatFact.RepositoryCloned _,
                    ChatFact.NothingToPush _,
                    ChatFact.SessionEnded _,
                    ChatFact.KeyFound _ -> fact;
        };
    }

    /** A thought that is changed no longer bears its seal: the provider would refuse it. */
    private Thinking unsealed(Thinking thinking) {
        return new Thinking(of(thinking.text()), Optional.empty());
    }

    private ModelFailure of(ModelFailure failure) {
        return new ModelFailure(failure.kind(), of(failure.message()), failure.retryAfter());
    }

    private StopReason of(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished(var summary) -> new StopReason.Finished(of(summary));
            case StopReason.Stuck(var pattern) -> new StopReason.Stuck(of(pattern));
            case StopReason.Failed(var message) -> new StopReason.Failed(of(message));
            case StopReason.Stopped _, StopReason.LimitReached _ -> reason;
        };
    }

    /** What is masked is also what is run: a model that knows a secret does not get it into the sandbox either. */
    private ToolUse of(ToolUse use) {
        return use instanceof ToolUse.Unusable(var tool, var arguments, var problem)
                ? new ToolUse.Unusable(of(tool), masked(arguments), of(problem))
                : Toolbox.read(use.tool(), masked(Toolbox.arguments(use)));
    }

    private Map<String, Object> masked(Map<String, Object> arguments) {
        var masked = new LinkedHashMap<String, Object>();
        arguments.forEach((name, value) -> masked.put(of(name), masked(value)));

        return masked;
    }

    private Object masked(Object value) {
        return switch (value) {
            case String text -> of(text);
            case List<?> list -> list.stream().map(this::masked).toList();
            case Map<?, ?> map -> {
                var masked = new LinkedHashMap<String, Object>();
                map.forEach((name, part) -> masked.put(of(String.valueOf(name)), masked(part)));
                yield masked;
            }
            default -> value; // a number or a flag
        };
    }

    private ToolResult of(ToolResult result) {
        return switch (result) {
            case ToolResult.CommandEnded(var code, var output, var truncated) ->
                new ToolResult.CommandEnded(code, of(output), truncated);
            case ToolResult.TimedOut(var limit, var output, var truncated) ->
                new ToolResult.TimedOut(limit, of(output), truncated);
            case ToolResult.Cancelled(var output) -> new ToolResult.Cancelled(of(output));
            case ToolResult.Interrupted(var output) -> new ToolResult.Interrupted(of(output));
            case ToolResult.Answered(var text, var truncated) -> new ToolResult.Answered(of(text), truncated);
            case ToolResult.FileWritten(var path, var created, var diff) ->
                new ToolResult.FileWritten(path, created, of(diff));
            case ToolResult.FileEdited(var path, var diff) -> new ToolResult.FileEdited(path, of(diff));
            case ToolResult.Failed(var message) -> new ToolResult.Failed(of(message));
            case ToolResult.Denied(var reason) -> new ToolResult.Denied(of(reason));
            case ToolResult.OutcomeUnknown _ -> result;
        };
    }
}
