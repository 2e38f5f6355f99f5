package dev.lucid.testkit;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Events for tests. */
public final class Facts {
    private Facts() {}

    /** An id that no test has used. */
    public static UUID uuid() {
        return UUID.randomUUID();
    }

    /** That fact under a new id. */
    public static NewEvent<ChatFact> of(ChatFact fact) {
        return new NewEvent<>(new EventId(uuid()), fact);
    }

    public static NewEvent<ChatFact> said(String text) {
        return of(new ChatFact.Said(text));
    }

    public static NewEvent<ChatRequest> firstMessage(String text) {
        return new NewEvent<>(new EventId(uuid()), new ChatRequest.UserMessaged(text, Delivery.STEER, true));
    }

    public static NewEvent<ChatRequest> message(String text) {
        return new NewEvent<>(new EventId(uuid()), new ChatRequest.UserMessaged(text, Delivery.STEER, false));
    }

    /** A fact of each kind, with each kind of call, result and reason in it. */
    public static List<NewEvent<ChatFact>> oneOfEach() {
        var facts = new ArrayList<ChatFact>(List.of(
                new ChatFact.TurnStarted(new ModelRef("anthropic", "claude"), rules()),
                new ChatFact.TurnStarted(new ModelRef("scripted", "default"), TurnRules.STANDARD),
                new ChatFact.TurnTakenOver(),
                new ChatFact.Thought(new Thinking("hm", Optional.of("sealed"))),
                new ChatFact.Thought(new Thinking("hm\nhm", Optional.empty())),
                new ChatFact.Said("text with \"quotes\" and ünïcode"),
                new ChatFact.ModelReplied(7, new TokenUsage(100, 40, 20), new Cost.Known(1234)),
                new ChatFact.ModelReplied(9, TokenUsage.NONE, new Cost.Unknown()),
                new ChatFact.ModelFailed(new ModelFailure(
                        ModelFailure.Kind.RATE_LIMITED, "slow down", Optional.of(Duration.ofMillis(1500)))),
                new ChatFact.ModelFailed(new ModelFailure(ModelFailure.Kind.CONTEXT_OVERFLOW, "too long")),
                new ChatFact.ApprovalAsked(call(), Instant.parse("2026-01-02T03:04:05.123456Z")),
                new ChatFact.ToolStarted(call()),
                new ChatFact.ContextCondensed("all that was", 12, new TokenUsage(9, 0, 8), new Cost.Known(5)),
                new ChatFact.LoopNoticed("again and again"),
                new ChatFact.KeyAwaited("the key is gone"),
                new ChatFact.KeyFound(),
                new ChatFact.RepositoryCloned("https://example.com/r.git", "lucid/x-1", "abc123", Optional.of("main")),
                new ChatFact.RepositoryCloned("https://example.com/r.git", "lucid/x-1", "abc123", Optional.empty()),
                new ChatFact.BranchPushed("lucid/x-1", "def456", "--- a\n+++ b\n"),
                new ChatFact.NothingToPush(),
                new ChatFact.PushFailed("lucid/x-1", "no"),
                new ChatFact.SessionEnded(new SessionId(uuid())),
                new ChatFact.PullRequestOpened("https://example.com/r/pull/7", 7, "Water the tomatoes"),
                new ChatFact.PullRequestFailed("no token")));
        calls().forEach(facts::add);
        results().forEach(result -> facts.add(new ChatFact.ToolFinished(call(), Toolbox.RUN_COMMAND, result)));
        reasons().forEach(reason -> facts.add(new ChatFact.TurnEnded(reason)));

        return facts.stream().map(Facts::of).toList();
    }

    private static TurnRules rules() {
        return new TurnRules(
                3,
                Duration.ofSeconds(90),
                OptionalLong.of(1000),
                OptionalLong.of(2000),
                64_000,
                ApprovalPolicy.WRITES,
                Duration.ofSeconds(30));
    }

    private static CallId call() {
        return new CallId(uuid());
    }

    private static List<ChatFact> calls() {
        return List.<Map.Entry<String, Map<String, Object>>>of(
                        Map.entry(Toolbox.RUN_COMMAND, Map.of("command", "ls", "seconds", 5, "background", true)),
                        Map.entry(Toolbox.RUN_COMMAND, Map.of("command", "ls")),
                        Map.entry(Toolbox.READ_FILE, Map.of("path", "a/b", "from", 3)),
                        Map.entry(Toolbox.WRITE_FILE, Map.of("path", "a", "content", "x\ny")),
                        Map.entry(Toolbox.EDIT_FILE, Map.of("path", "a", "before", "x", "after", "", "all", true)),
                        Map.entry(Toolbox.LIST_FILES, Map.of()),
                        Map.entry(Toolbox.SEARCH, Map.of("pattern", "a.*b")),
                        Map.entry(Toolbox.FETCH_PAGE, Map.of("url", "https://example.com/?a=b")),
                        Map.entry(Toolbox.FINISH, Map.of("summary", "done")),
                        Map.entry("no_such_tool", Map.of("a", List.of(1, "b"), "c", Map.of("d", true))),
                        Map.entry(Toolbox.READ_FILE, Map.of("path", "../../etc/passwd")))
                .stream()
                .<ChatFact>map(call ->
                        new ChatFact.ToolCalled(new ToolCall(call(), Toolbox.read(call.getKey(), call.getValue()))))
                .toList();
    }

    private static List<ToolResult> results() {
        var file = WorkspacePath.of("src/a.txt");

        return List.of(
                new ToolResult.CommandEnded(3, "output", true),
                new ToolResult.TimedOut(Duration.ofSeconds(5), "so far", false),
                new ToolResult.Cancelled("so far"),
                new ToolResult.Interrupted("so far"),
                new ToolResult.Answered("text", false),
                new ToolResult.FileWritten(file, true, "+a"),
                new ToolResult.FileEdited(file, "-a\n+b"),
                new ToolResult.Failed("why"),
                new ToolResult.Denied("no"),
                new ToolResult.OutcomeUnknown());
    }

    private static List<StopReason> reasons() {
        return List.of(
                new StopReason.Finished("all good"),
                new StopReason.Stopped(),
                new StopReason.LimitReached(StopReason.Limit.MONEY),
                new StopReason.Stuck("round and round"),
                new StopReason.Failed("no key"));
    }
}
