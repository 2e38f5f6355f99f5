package dev.lucid.application.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.chat.Sight.Kind;
import dev.lucid.testkit.Facts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactionTest {
    private static final String SECRET = "ghp_s3cret+token";
    private static final String SAID = "the token is " + SECRET + ", so there";
    private static final CallId CALL = new CallId(new UUID(1, 1));
    private static final WorkspacePath FILE = WorkspacePath.of("a.txt");

    private final Redaction redaction = new Redaction();
    private final List<Delta> shown = new ArrayList<>();
    private final LiveRedaction live = new LiveRedaction(redaction, shown::add);

    @ParameterizedTest
    @MethodSource("telling")
    void noFactTellsASecret(ChatFact fact) {
        redaction.learn(new Secret(SECRET));
        assertThat(fact.toString()).contains("s3cret");

        var masked = redaction.of(fact);

        assertThat(masked).hasSameClassAs(fact);
        assertThat(masked.toString()).doesNotContain("s3cret").contains("***");
    }

    static Stream<ChatFact> telling() {
        return Stream.of(
                        Stream.of(
                                new ChatFact.Thought(new Thinking(SAID, Optional.of("seal"))),
                                new ChatFact.Said(SAID),
                                new ChatFact.ModelFailed(new ModelFailure(ModelFailure.Kind.REJECTED, SAID)),
                                new ChatFact.ContextCondensed(SAID, 3, new TokenUsage(1, 0, 1), Cost.nothing()),
                                new ChatFact.LoopNoticed(SAID),
                                new ChatFact.KeyAwaited(SAID),
                                new ChatFact.BranchPushed("lucid/x", "abc", SAID),
                                new ChatFact.PushFailed("lucid/x", SAID),
                                new ChatFact.PullRequestOpened("https://example.com/" + SECRET, 7, "t"),
                                new ChatFact.PullRequestFailed(SAID)),
                        Stream.of(
                                        new StopReason.Finished(SAID),
                                        new StopReason.Stuck(SAID),
                                        new StopReason.Failed(SAID))
                                .map(ChatFact.TurnEnded::new),
                        Stream.of(
                                        new ToolUse.RunCommand("curl -u " + SECRET, Duration.ofSeconds(9), true),
                                        new ToolUse.WriteFile(FILE, SAID),
                                        new ToolUse.EditFile(FILE, "x", SAID, true),
                                        new ToolUse.Search(SECRET, FILE),
                                        new ToolUse.FetchPage(URI.create("https://example.com/?q=ghp_s3cret%2Btoken")),
                                        new ToolUse.Finish(SAID),
                                        new ToolUse.Unusable(
                                                "odd", Map.of("deep", List.of(Map.of("k", SAID), 1)), "no"))
                                .map(use -> new ChatFact.ToolCalled(new ToolCall(CALL, use))),
                        Stream.of(
                                        new ToolResult.CommandEnded(0, SAID, false),
                                        new ToolResult.TimedOut(Duration.ofSeconds(1), SAID, false),
                                        new ToolResult.Cancelled(SAID),
                                        new ToolResult.Interrupted(SAID),
                                        new ToolResult.Answered(SAID, false),
                                        new ToolResult.FileWritten(FILE, true, SAID),
                                        new ToolResult.FileEdited(FILE, SAID),
                                        new ToolResult.Failed(SAID),
                                        new ToolResult.Denied(SAID))
                                .map(result -> new ChatFact.ToolFinished(CALL, "run_command", result)))
                .flatMap(facts -> facts);
    }

    @Test
    void whatHoldsNoSecretStaysAsItIs() {
        redaction.learn(new Secret(SECRET));

        Facts.oneOfEach().forEach(fact -> assertThat(redaction.of(fact.event())).isSameAs(fact.event()));
    }

    @Test
    void aMaskedCallIsStillTheSameTool() {
        redaction.learn(new Secret(SECRET));
        var use = new ToolUse.RunCommand("echo " + SECRET, Duration.ofSeconds(9), true);

        assertThat(redaction.of(new ChatFact.ToolCalled(new ToolCall(CALL, use))))
                .isEqualTo(new ChatFact.ToolCalled(
                        new ToolCall(CALL, new ToolUse.RunCommand("echo ***", Duration.ofSeconds(9), true))));
    }

    @Test
    void aChangedThoughtBearsNoSeal() {
        redaction.learn(new Secret(SECRET));

        assertThat(redaction.of(new ChatFact.Thought(new Thinking(SECRET, Optional.of("seal")))))
                .isEqualTo(new ChatFact.Thought(new Thinking("***", Optional.empty())));
    }

    @Test
    void whatIsTooShortToBeASecretIsNoneAndNothingIsKnownAtFirst() {
        redaction.learn(new Secret("test"));

        assertThat(redaction.of("a test")).isEqualTo("a test");
        assertThat(redaction.knowsNothing()).isTrue();
    }

    @Test
    void liveTextTellsNoSecretWhereverItsPiecesAreCut() {
        redaction.learn(new Secret(SECRET));
        var text = "g gh " + SECRET + SECRET + " ghp_s3 end";

        for (var size = 1; size <= text.length(); size++) {
            shown.clear();
            say(text, size);

            assertThat(shownText()).as("in pieces of " + size).isEqualTo("g gh ****** ghp_s3 end");
        }
    }

    @Test
    void whatMayBeASecretsBeginningWaitsAndAnotherAttemptBeginsAnew() {
        redaction.learn(new Secret(SECRET));
        var id = new UUID(0, 9);
        live.accept(new Delta(Kind.TEXT, id, 0, "see ghp_s3"));
        live.accept(new Delta(Kind.TEXT, id, 0, "cret again"));
        live.accept(new Delta(Kind.TEXT, id, 10, "!"));

        assertThat(shown)
                .containsExactly(
                        new Delta(Kind.TEXT, id, 0, "see "),
                        new Delta(Kind.TEXT, id, 0, "cret again"),
                        new Delta(Kind.TEXT, id, 10, "!"));
    }

    @Test
    void linesOnProgressAreMaskedEachForItself() {
        redaction.learn(new Secret(SECRET));
        live.accept(new Delta(Kind.PROGRESS, new UUID(0, 9), 0, "asking " + SECRET + " ghp"));

        assertThat(shown).containsExactly(new Delta(Kind.PROGRESS, new UUID(0, 9), 0, "asking *** ghp"));
    }

    @Test
    void withoutSecretsLiveTextPassesAsItIs() {
        var delta = new Delta(Kind.TEXT, new UUID(0, 9), 0, SECRET);
        live.accept(delta);

        assertThat(shown).containsExactly(delta);
    }

    private void say(String text, int size) {
        for (var at = 0; at < text.length(); at += size) {
            live.accept(
                    new Delta(Kind.TEXT, new UUID(0, 9), at, text.substring(at, Math.min(text.length(), at + size))));
        }
    }

    /** As a watcher puts the pieces together: each stands where it says. */
    private String shownText() {
        var text = new StringBuilder();
        for (var delta : shown) {
            assertThat(delta.at()).isEqualTo(text.length());
            text.append(delta.text());
        }

        return text.toString();
    }
}
