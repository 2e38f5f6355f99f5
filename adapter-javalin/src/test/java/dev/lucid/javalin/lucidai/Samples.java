package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** One or more of every kind of event there is. */
final class Samples {
    static final ChatId CHAT = ChatId.of("c0ffee00-0000-4000-8000-000000000001");
    static final EventId EVENT = EventId.of("e0e0e0e0-0000-4000-8000-000000000007");
    static final SessionId SESSION = SessionId.of("5e551045-0000-4000-8000-000000000004");
    static final CallId CALL = CallId.of("ca11ca11-0000-4000-8000-000000000003");
    static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");
    static final WorkspacePath FILE = WorkspacePath.of("src/hello.py");
    static final Map<String, ChatEvent> EVENTS = events();

    private Samples() {}

    static ChatEvent event(String name) {
        return Optional.ofNullable(EVENTS.get(name)).orElseThrow();
    }

    static StoredEvent stored(ChatEvent event) {
        return new StoredEvent(CHAT, 7, EVENT, AT, event);
    }

    static ChatFact called(ToolUse use) {
        return new ChatFact.ToolCalled(new ToolCall(CALL, use));
    }

    static ChatFact finished(ToolResult result) {
        return finished("run_command", result);
    }

    static ChatFact finished(String tool, ToolResult result) {
        return new ChatFact.ToolFinished(CALL, tool, result);
    }

    static ChatFact thought(String text) {
        return new ChatFact.Thought(new Thinking(text, Optional.of("secret seal")));
    }

    static ToolUse command(String script) {
        return new ToolUse.RunCommand(script, Duration.ofMinutes(2), false);
    }

    static ChatFact started() {
        return new ChatFact.TurnStarted(new ModelRef("scripted", "default"), TurnRules.STANDARD);
    }

    private static Map<String, ChatEvent> events() {
        var events = new LinkedHashMap<String, ChatEvent>();
        requests(events);
        turns(events);
        replies(events);
        calls(events);
        results(events);
        repositories(events);
        imports(events);

        return events;
    }

    private static void requests(Map<String, ChatEvent> events) {
        events.put("initial task", new ChatRequest.UserMessaged("print \"hello\"\nworld", Delivery.STEER, true));
        events.put("follow-up", new ChatRequest.UserMessaged("now add tests 😀", Delivery.QUEUE, false));
        events.put("stop", new ChatRequest.StopRequested());
        events.put("pause", new ChatRequest.PauseRequested());
        events.put("resume", new ChatRequest.ResumeRequested());
        events.put("session end", new ChatRequest.SessionEndRequested(SESSION));
        events.put("approval", new ChatRequest.ApprovalGiven(CALL, Decision.ALWAYS));
    }

    private static void turns(Map<String, ChatEvent> events) {
        events.put("turn started", started());
        events.put("turn taken over", new ChatFact.TurnTakenOver());
        events.put("turn finished", new ChatFact.TurnEnded(new StopReason.Finished("All done.")));
        events.put("turn stopped", new ChatFact.TurnEnded(new StopReason.Stopped()));
        events.put("turn at its limit", new ChatFact.TurnEnded(new StopReason.LimitReached(StopReason.Limit.TIME)));
        events.put("turn stuck", new ChatFact.TurnEnded(new StopReason.Stuck("the same call 3 times")));
        events.put("turn failed", new ChatFact.TurnEnded(new StopReason.Failed("The key is wrong.")));
        events.put("session ended", new ChatFact.SessionEnded(SESSION));
        events.put("key awaited", new ChatFact.KeyAwaited("The key is gone."));
        events.put("key found", new ChatFact.KeyFound());
        events.put("loop noticed", new ChatFact.LoopNoticed("You are repeating yourself."));
    }

    private static void replies(Map<String, ChatEvent> events) {
        events.put("thought", thought("Let me look around."));
        events.put("text", new ChatFact.Said("I will write a program."));
        events.put("reply", new ChatFact.ModelReplied(6, new TokenUsage(1200, 800, 45), new Cost.Known(1234)));
        events.put("reply of unknown cost", new ChatFact.ModelReplied(6, TokenUsage.NONE, new Cost.Unknown()));
        events.put(
                "model failed",
                new ChatFact.ModelFailed(new ModelFailure(ModelFailure.Kind.RATE_LIMITED, "Too many requests.")));
        events.put(
                "condensed",
                new ChatFact.ContextCondensed("What was", 4, new TokenUsage(9000, 0, 300), new Cost.Known(5)));
    }

    private static void calls(Map<String, ChatEvent> events) {
        events.put("command called", called(command("mkdir -p src && ls")));
        events.put("write called", called(new ToolUse.WriteFile(FILE, "print('hello')\n")));
        events.put("edit called", called(new ToolUse.EditFile(FILE, "hello", "goodbye", false)));
        events.put("read called", called(new ToolUse.ReadFile(FILE, 10, 20)));
        events.put("list called", called(new ToolUse.ListFiles(WorkspacePath.ROOT, 2)));
        events.put("search called", called(new ToolUse.Search("h.llo", WorkspacePath.of("src"))));
        events.put("fetch called", called(new ToolUse.FetchPage(URI.create("https://example.com/a?b=c"))));
        events.put("finish called", called(new ToolUse.Finish("Done.")));
        events.put(
                "unusable called",
                called(new ToolUse.Unusable(
                        "teleport",
                        Map.of("to", "Mars", "at", Map.of("b", 2, "a", 1)),
                        "There is no tool 'teleport'.")));
        events.put("approval asked", new ChatFact.ApprovalAsked(CALL, AT.plusSeconds(600)));
        events.put("call started", new ChatFact.ToolStarted(CALL));
    }

    private static void results(Map<String, ChatEvent> events) {
        events.put("command ended", finished(new ToolResult.CommandEnded(2, "no such file\n", false)));
        events.put("command timed out", finished(new ToolResult.TimedOut(Duration.ofMinutes(2), "…", true)));
        events.put("command cancelled", finished(new ToolResult.Cancelled("half")));
        events.put("read cancelled", finished("read_file", new ToolResult.Cancelled("")));
        events.put("command interrupted", finished(new ToolResult.Interrupted("half")));
        events.put("answered", finished("search", new ToolResult.Answered("src/hello.py:1:hello", false)));
        events.put("written", finished("write_file", new ToolResult.FileWritten(FILE, true, "+print('hello')\n")));
        events.put("edited", finished("edit_file", new ToolResult.FileEdited(FILE, "-hello\n+goodbye\n")));
        events.put("call failed", finished("edit_file", new ToolResult.Failed("The text is not there.")));
        events.put("denied", finished("write_file", new ToolResult.Denied("The user did not allow this call.")));
        events.put("outcome unknown", finished(new ToolResult.OutcomeUnknown()));
    }

    private static void repositories(Map<String, ChatEvent> events) {
        events.put(
                "cloned",
                new ChatFact.RepositoryCloned("/srv/repo.git", "lucid/hello-c0ffee00", "abc123", Optional.of("main")));
        events.put("pushed", new ChatFact.BranchPushed("lucid/hello-c0ffee00", "def456", "-a\n+b\n"));
        events.put("nothing to push", new ChatFact.NothingToPush());
        events.put("push failed", new ChatFact.PushFailed("lucid/hello-c0ffee00", "The origin refused it."));
        events.put("request opened", new ChatFact.PullRequestOpened("https://example.com/r/pull/7", 7, "print hello"));
        events.put("request failed", new ChatFact.PullRequestFailed("There is no token."));
    }

    private static void imports(Map<String, ChatEvent> events) {
        events.put("imported user", new ChatEvent.Imported("user", "InitialTask", "old task"));
        events.put("imported action", new ChatEvent.Imported("assistant", "CmdRunAction", "ls"));
        events.put("imported error", new ChatEvent.Imported("assistant", "AgentErrorEvent", "boom"));
        events.put("imported state", new ChatEvent.Imported("system", "ConversationStateUpdateEvent", "x"));
        events.put("imported without type", new ChatEvent.Imported("assistant", "", "hello"));
    }
}
