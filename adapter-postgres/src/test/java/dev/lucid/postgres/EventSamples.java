package dev.lucid.postgres;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
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
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An event of each kind, by the name of the file that holds its stored form. */
final class EventSamples {
    private static final SessionId SESSION = SessionId.of("7d1c2b3a-4e5f-4a6b-8c7d-9e0f1a2b3c4d");
    private static final CallId CALL = CallId.of("0b6cf5e0-3f3c-4a63-9df5-5b7ec3d9a001");
    private static final TokenUsage USAGE = new TokenUsage(1200, 800, 90);
    private static final WorkspacePath FILE = WorkspacePath.of("src/main.c");
    private static final TurnRules RULES = new TurnRules(
            20,
            Duration.ofMinutes(10),
            OptionalLong.of(100_000),
            OptionalLong.of(500_000),
            200_000,
            ApprovalPolicy.WRITES,
            Duration.ofMinutes(5));

    private EventSamples() {}

    static Map<String, ChatEvent> all() {
        var all = new TreeMap<String, ChatEvent>();
        all.putAll(requests());
        all.putAll(facts());
        uses().forEach((name, use) -> all.put("tool_called-" + name, new ChatFact.ToolCalled(new ToolCall(CALL, use))));
        results()
                .forEach((name, result) ->
                        all.put("tool_finished-" + name, new ChatFact.ToolFinished(CALL, "run_command", result)));
        reasons().forEach((name, reason) -> all.put("turn_ended-" + name, new ChatFact.TurnEnded(reason)));
        return all;
    }

    static ChatEvent named(String name) {
        return Optional.ofNullable(all().get(name)).orElseThrow(() -> new AssertionError("No sample " + name));
    }

    private static Map<String, ChatEvent> requests() {
        return Map.of(
                "user_messaged-initial", new ChatRequest.UserMessaged("print hello", ChatRequest.Delivery.STEER, true),
                "user_messaged", new ChatRequest.UserMessaged("and tests", ChatRequest.Delivery.QUEUE, false),
                "stop_requested", new ChatRequest.StopRequested(),
                "pause_requested", new ChatRequest.PauseRequested(),
                "resume_requested", new ChatRequest.ResumeRequested(),
                "session_end_requested", new ChatRequest.SessionEndRequested(SESSION),
                "approval_given", new ChatRequest.ApprovalGiven(CALL, ChatRequest.Decision.ALWAYS));
    }

    private static Map<String, ChatEvent> facts() {
        return Map.ofEntries(
                Map.entry("turn_started", new ChatFact.TurnStarted(new ModelRef("anthropic", "claude"), RULES)),
                Map.entry(
                        "turn_started-standard",
                        new ChatFact.TurnStarted(new ModelRef("scripted", "default"), TurnRules.STANDARD)),
                Map.entry("turn_taken_over", new ChatFact.TurnTakenOver()),
                Map.entry("thought", new ChatFact.Thought(new Thinking("let me see", Optional.empty()))),
                Map.entry("thought-signed", new ChatFact.Thought(new Thinking("let me see", Optional.of("c2lnbmVk")))),
                Map.entry("said", new ChatFact.Said("Here is \"hello\".\nDone.")),
                Map.entry("model_replied", new ChatFact.ModelReplied(7, USAGE, new Cost.Known(1234))),
                Map.entry("model_replied-unpriced", new ChatFact.ModelReplied(7, USAGE, new Cost.Unknown())),
                Map.entry(
                        "model_failed",
                        new ChatFact.ModelFailed(new ModelFailure(
                                ModelFailure.Kind.RATE_LIMITED, "slow down", Optional.of(Duration.ofMillis(1500))))),
                Map.entry(
                        "model_failed-plain",
                        new ChatFact.ModelFailed(new ModelFailure(ModelFailure.Kind.UNAUTHORIZED, "no key"))),
                Map.entry(
                        "approval_asked",
                        new ChatFact.ApprovalAsked(CALL, Instant.parse("2026-01-02T03:04:05.123456Z"))),
                Map.entry("tool_started", new ChatFact.ToolStarted(CALL)),
                Map.entry("context_condensed", new ChatFact.ContextCondensed("so far", 40, USAGE, new Cost.Known(9))),
                Map.entry("loop_noticed", new ChatFact.LoopNoticed("again?")),
                Map.entry("key_awaited", new ChatFact.KeyAwaited("no key")),
                Map.entry("key_found", new ChatFact.KeyFound()),
                Map.entry(
                        "repository_cloned",
                        new ChatFact.RepositoryCloned(
                                "https://example.com/r.git", "lucid/hello-1a2b3c4d", "abc123", Optional.empty())),
                Map.entry(
                        "repository_cloned-branch",
                        new ChatFact.RepositoryCloned(
                                "https://example.com/r.git", "lucid/hello-1a2b3c4d", "abc123", Optional.of("main"))),
                Map.entry(
                        "branch_pushed",
                        new ChatFact.BranchPushed("lucid/hello-1a2b3c4d", "def456", "--- a/x\n+++ b/x\n")),
                Map.entry("nothing_to_push", new ChatFact.NothingToPush()),
                Map.entry("session_ended", new ChatFact.SessionEnded(SESSION)),
                Map.entry("push_failed", new ChatFact.PushFailed("lucid/hello-1a2b3c4d", "no such host")),
                Map.entry(
                        "pull_request_opened",
                        new ChatFact.PullRequestOpened("https://example.com/r/pull/7", 7, "print hello")),
                Map.entry("pull_request_failed", new ChatFact.PullRequestFailed("no token")));
    }

    private static Map<String, ToolUse> uses() {
        return Map.of(
                "run_command", new ToolUse.RunCommand("make test", Duration.ofSeconds(90), true),
                "read_file", new ToolUse.ReadFile(FILE, 10, 20),
                "write_file", new ToolUse.WriteFile(WorkspacePath.of("workspace/a b.txt"), "x\ny\n"),
                "edit_file", new ToolUse.EditFile(FILE, "old", "new", true),
                "list_files", new ToolUse.ListFiles(WorkspacePath.ROOT, 3),
                "search", new ToolUse.Search("a.*b", FILE),
                "fetch_page", new ToolUse.FetchPage(URI.create("https://example.com/?q=a%20b")),
                "finish", new ToolUse.Finish("It works."),
                "unusable",
                        new ToolUse.Unusable(
                                "frobnicate",
                                Map.of("list", List.of(1, "two", true)),
                                "There is no tool 'frobnicate'."));
    }

    private static Map<String, ToolResult> results() {
        return Map.of(
                "command_ended", new ToolResult.CommandEnded(2, "boom\n", true),
                "timed_out", new ToolResult.TimedOut(Duration.ofMinutes(2), "so far", false),
                "cancelled", new ToolResult.Cancelled("so far"),
                "interrupted", new ToolResult.Interrupted("so far"),
                "answered", new ToolResult.Answered("1: int main", true),
                "file_written", new ToolResult.FileWritten(FILE, true, "+int main"),
                "file_edited", new ToolResult.FileEdited(FILE, "-old\n+new"),
                "failed", new ToolResult.Failed("no such file"),
                "denied", new ToolResult.Denied("not this one"),
                "outcome_unknown", new ToolResult.OutcomeUnknown());
    }

    private static Map<String, StopReason> reasons() {
        return Map.of(
                "finished", new StopReason.Finished("all good"),
                "stopped", new StopReason.Stopped(),
                "limit_reached", new StopReason.LimitReached(StopReason.Limit.MONEY),
                "stuck", new StopReason.Stuck("the same command"),
                "failed", new StopReason.Failed("no key"));
    }
}
