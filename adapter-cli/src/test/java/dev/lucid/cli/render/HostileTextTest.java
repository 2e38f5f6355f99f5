package dev.lucid.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.chat.Sight;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a model, a command or a repository says, and wherever it is shown: no terminal obeys it. */
class HostileTextTest {
    private static final List<String> SEQUENCES = List.of(
            "\u001b]0;owned\u0007",
            "\u001b[2J",
            "\u001b]8;;https://example.com\u001b\\",
            "\u001b]52;c;cm0gLXJm\u0007",
            "\u009b2J",
            "\u009d0;owned\u009c",
            "\u0090q\u009c",
            "\u001bc",
            "\u0008\u0007\u000b\u007f");

    static List<String> sequences() {
        return SEQUENCES;
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void noWordsOfAChatReachATerminalRaw(String sequence) {
        var told = tale("A" + sequence + "Z");
        for (var terminal : List.of(Terminal.none(), new Terminal(true, false, 100))) {
            assertThat(shown(told, terminal).replaceAll("\r *\r", ""))
                    .as("%s", sequence.codePoints().boxed().toList())
                    .contains("AZ")
                    .matches(HostileTextTest::isHarmless);
        }
    }

    @Test
    void coloursAreTheOnlySequencesOnAColouredTerminal() {
        var shown = shown(tale("A" + String.join("B", SEQUENCES) + "Z"), new Terminal(true, true, 100));

        assertThat(shown).contains("\u001b[1m");
        assertThat(shown.replace("\r\u001b[K", "").replaceAll("\u001b\\[(0|1|2|3[1-6])m", ""))
                .matches(HostileTextTest::isHarmless);
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void aSequenceThatComesPieceByPieceIsNoneEither(String sequence) {
        var tale = new Tale().user("go").turn();
        for (var kind : List.of(Sight.Kind.TEXT, Sight.Kind.THOUGHT)) {
            var id = kind == Sight.Kind.TEXT ? 50 : 51;
            for (var at = 0; at < sequence.length(); at++) {
                tale.delta(kind, Tale.id(id), at, sequence.substring(at, at + 1));
            }
        }
        tale.called(3, Tale.command("ls")).replied().started(3);
        for (var at = 0; at < sequence.length(); at++) {
            tale.delta(Sight.Kind.OUTPUT, Tale.id(3), at, sequence.substring(at, at + 1));
        }

        assertThat(shown(tale, Terminal.none())).matches(HostileTextTest::isHarmless);
    }

    /** A chat in which that text stands wherever somebody else than Lucid chooses the words. */
    private static Tale tale(String text) {
        var tale = new Tale()
                .user(text)
                .turn(approving())
                .thought(1, text)
                .said(2, text)
                .ran(3, text, 0, text)
                .event(new ChatFact.RepositoryCloned(text, text, text, Optional.of(text)))
                .event(new ChatFact.ModelFailed(new ModelFailure(ModelFailure.Kind.REJECTED, text)));
        called(tale, 4, new ToolUse.Search(text, WorkspacePath.ROOT), new ToolResult.Failed(text));
        called(tale, 5, new ToolUse.Unusable(text, Map.of(), text), new ToolResult.Denied(text));
        called(tale, 6, Tale.command(text), new ToolResult.TimedOut(Duration.ofSeconds(1), text, false));
        called(tale, 7, Tale.command(text), new ToolResult.Cancelled(text));
        called(tale, 8, Tale.command(text), new ToolResult.Interrupted(text));
        called(tale, 9, new ToolUse.Finish(text), new ToolResult.Answered(text, false));
        tale.called(10, Tale.command(text))
                .event(new ChatFact.ApprovalAsked(new CallId(Tale.id(10)), Instant.EPOCH))
                .event(new ChatFact.PushFailed(text, text))
                .event(new ChatFact.PullRequestOpened(text, 7, text))
                .event(new ChatFact.PullRequestFailed(text))
                .event(new ChatFact.BranchPushed(text, text, "--- a/x\n+++ b/" + text + "\n@@ -1 +1 @@\n-x\n+" + text))
                .event(new ChatEvent.Imported("user", "kind", text));

        return tale.ended(new StopReason.Failed(text)).caughtUp();
    }

    private static void called(Tale tale, long id, ToolUse use, ToolResult result) {
        tale.called(id, use).replied().started(id).finished(id, result);
    }

    private static TurnRules approving() {
        var rules = TurnRules.STANDARD;

        return new TurnRules(
                rules.iterations(),
                rules.time(),
                rules.tokens(),
                rules.microUsd(),
                rules.window(),
                ApprovalPolicy.WRITES,
                rules.approvalTime());
    }

    private static boolean isHarmless(String text) {
        return text.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= 0x20 && !(c >= 0x7f && c <= 0x9f)));
    }

    private static String shown(Tale tale, Terminal terminal) {
        var out = new ByteArrayOutputStream();
        var screen = new Screen(new Output(out), terminal);
        var transcript =
                new Transcript(screen, InstantSource.fixed(tale.now()), Chat.empty(false), Transcript.Scope.whole());
        for (var sight : tale.sights()) {
            transcript.show(sight);
            transcript.tick();
        }
        transcript.rest();

        return out.toString(UTF_8);
    }
}
