package dev.lucid.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.chat.Sight.Kind;
import java.io.ByteArrayOutputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TranscriptTest {
    private static final Terminal COLOURS = new Terminal(false, true, 80);

    @Test
    void aWholeTurnReadsFromTopToBottom() {
        assertThat(shown(Tale.hello())).isEqualTo("""
                        > print hello world

                        Let me look around.

                        I look at what is here.

                        $ ls
                          README.md

                        Done.

                        ✓ finished in 2.3 s · 2 replies · 2,400 tokens in (400 cached), 68 out · $0.0084
                        """);
    }

    @Test
    void whatWasStreamedIsNotRepeatedWhenItIsStored() {
        var tale = new Tale()
                .turn()
                .delta(Kind.THOUGHT, Tale.id(1), 0, "Let me ")
                .delta(Kind.THOUGHT, Tale.id(1), 7, "think.")
                .delta(Kind.TEXT, Tale.id(2), 0, "\n\nHello")
                .delta(Kind.TEXT, Tale.id(2), 7, ", you\n")
                .thought(1, "Let me think.")
                .said(2, "\n\nHello, you\n\nand all.\n")
                .replied();

        assertThat(shown(tale)).isEqualTo("Let me think.\n\nHello, you\n\nand all.\n");
    }

    @Test
    void aCatchUpReplacesAndSaysOnlyWhatIsNew() {
        var tale = new Tale()
                .turn()
                .delta(Kind.TEXT, Tale.id(2), 0, "One")
                .delta(Kind.TEXT, Tale.id(2), 8, "lost before this")
                .delta(Kind.TEXT, Tale.id(2), 0, "One, two, three")
                .said(2, "One, two, three, four")
                .replied();

        assertThat(shown(tale)).isEqualTo("One, two, three, four\n");
    }

    @Test
    void aReplyThatBeginsAnewIsShownAnew() {
        var tale = new Tale()
                .turn()
                .delta(Kind.TEXT, Tale.id(2), 0, "I would sa")
                .delta(Kind.TEXT, Tale.id(2), 0, "Better: yes")
                .said(2, "Better: yes.")
                .replied();

        assertThat(shown(tale)).isEqualTo("I would sa\n\nBetter: yes.\n");
    }

    @Test
    void outputIsStreamedOnceAndCountedBeyondItsBound() {
        var lines =
                IntStream.rangeClosed(1, 100).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
        var first = lines.substring(0, 50);
        var tale = new Tale()
                .turn()
                .called(3, Tale.command("seq 100"))
                .replied()
                .started(3)
                .delta(Kind.OUTPUT, Tale.id(3), 0, first)
                .delta(Kind.OUTPUT, Tale.id(3), 50, lines.substring(50))
                .finished(3, new ToolResult.CommandEnded(2, lines, false));
        var expected =
                IntStream.rangeClosed(1, 30).mapToObj(i -> "  line " + i + "\n").collect(Collectors.joining())
                        + "  … 65 more lines\n"
                        + IntStream.rangeClosed(96, 100)
                                .mapToObj(i -> "  line " + i + "\n")
                                .collect(Collectors.joining())
                        + "  exit code 2\n";

        assertThat(shown(tale)).isEqualTo("$ seq 100\n" + expected);
    }

    @Test
    void outputWithoutALineBreakAtItsEndIsWhole() {
        var tale = new Tale().turn().ran(3, "printf 'a\\nb'", 0, "a\nb").ran(4, "true", 0, "");

        assertThat(shown(tale)).isEqualTo("$ printf 'a\\nb'\n  a\n  b\n\n$ true\n");
    }

    @Test
    void anEndlessLineIsCut() {
        var tale = new Tale().turn().ran(3, "yes", 0, "y".repeat(5000));

        assertThat(shown(tale)).isEqualTo("$ yes\n  " + "y".repeat(999) + "…\n");
    }

    @Test
    void editsAreShownAsColouredDiffs() {
        var diff = "--- a/hello.txt\n+++ b/hello.txt\n@@ -1,2 +1,2 @@\n same\n--- old\n+++ new\n";
        var tale = new Tale()
                .turn()
                .called(3, new ToolUse.EditFile(WorkspacePath.of("hello.txt"), "-- old", "++ new", false))
                .replied()
                .started(3)
                .finished(3, new ToolResult.FileEdited(WorkspacePath.of("hello.txt"), diff));

        assertThat(shown(tale, COLOURS, Transcript.Scope.whole())).isEqualTo("""
                        ~[36m› ~[0medit hello.txt
                          ~[36m@@ -1,2 +1,2 @@~[0m
                          ~[2m same~[0m
                          ~[31m--- old~[0m
                          ~[32m+++ new~[0m
                        """.replace('~', '\u001b'));
    }

    @Test
    void callsThatOnlyLookStandTogether() {
        var tale = new Tale()
                .turn()
                .said(1, "Looking.")
                .called(3, new ToolUse.ReadFile(WorkspacePath.of("a.txt"), 1, 2000))
                .called(4, new ToolUse.Search("x+", WorkspacePath.ROOT))
                .called(5, new ToolUse.ListFiles(WorkspacePath.of("gone"), 3))
                .replied()
                .started(3)
                .finished(3, new ToolResult.Answered("1 a\n2 b\n", false))
                .started(4)
                .finished(4, new ToolResult.Answered("a.txt:1:x\n", true))
                .started(5)
                .finished(5, new ToolResult.Failed("There is no folder gone."));

        assertThat(shown(tale)).isEqualTo("""
                        Looking.

                        › read a.txt
                          2 lines
                        › search “x+” in .
                          1 line, and more that was left out
                        › list gone
                          There is no folder gone.
                        """);
    }

    @Test
    void noEscapeSequenceOfTheAgentReachesTheTerminal() {
        var evil = "\u001b[2J\u001b]0;owned\u0007";
        var tale = new Tale()
                .user("go" + evil)
                .turn()
                .delta(Kind.TEXT, Tale.id(1), 0, "a\u001b")
                .delta(Kind.TEXT, Tale.id(1), 2, "[31mb")
                .said(1, "a\u001b[31mb")
                .called(3, Tale.command("cat" + evil))
                .called(4, new ToolUse.WriteFile(WorkspacePath.of("x" + evil), evil))
                .replied()
                .started(3)
                .delta(Kind.OUTPUT, Tale.id(3), 0, evil + "out\n")
                .finished(3, new ToolResult.CommandEnded(0, evil + "out\n", false))
                .started(4)
                .finished(
                        4,
                        new ToolResult.FileWritten(
                                WorkspacePath.of("x"), true, "--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+" + evil + "\n"))
                .event(new ChatFact.PushFailed("lucid/x", "no" + evil))
                .ended(new StopReason.Failed("why" + evil));

        assertThat(shown(tale)).doesNotContain("\u001b", "\u0007");
        assertThat(shown(tale)).contains("\nab\n", "  out\n");
        assertThat(shown(tale).split("owned", -1))
                .as("a command is spelled out, all else goes")
                .hasSize(2);
        assertThat(shown(tale)).contains("$ cat\\x1b[2J\\x1b]0;owned\\x07\n");
    }

    @Test
    void theWorkOnARepositoryIsSummedUp() {
        var diff = """
                diff --git a/a.txt b/a.txt
                --- a/a.txt
                +++ b/a.txt
                @@ -1 +1,2 @@
                -one
                +two
                +three
                diff --git a/new.txt b/new.txt
                new file mode 100644
                --- /dev/null
                +++ b/new.txt
                @@ -0,0 +1 @@
                +x
                """;
        var tale = new Tale()
                .user("fix it")
                .turn()
                .event(new ChatFact.RepositoryCloned(
                        "/srv/code.git", "lucid/fix-it-1f2e3d4c", "abc", Optional.of("main")))
                .said(1, "Fixed.")
                .replied()
                .event(new ChatFact.BranchPushed("lucid/fix-it-1f2e3d4c", "def", diff))
                .ended(new StopReason.Finished("Fixed."));

        assertThat(shown(tale)).endsWith("""
                        cloned /srv/code.git, working on branch lucid/fix-it-1f2e3d4c

                        Fixed.

                        ✓ finished in 1.3 s · 1 reply · 1,200 tokens in (200 cached), 34 out · $0.0042
                          branch lucid/fix-it-1f2e3d4c pushed · 2 files, +3 -1
                          a.txt +2 -1
                          new.txt +1 -0
                        """);
    }

    @Test
    void aPullRequestIsShownWithItsLink() {
        var tale = new Tale()
                .user("fix it")
                .turn()
                .said(1, "Fixed.")
                .replied()
                .event(new ChatFact.BranchPushed("lucid/fix-it-1f2e3d4c", "def", ""))
                .event(new ChatFact.PullRequestOpened("https://example.com/r/pull/7", 7, "fix it"))
                .ended(new StopReason.Finished("Fixed."));

        assertThat(shown(tale)).endsWith("""
                          branch lucid/fix-it-1f2e3d4c pushed · 0 files, +0 -0
                          pull request #%s https://example.com/r/pull/7
                        """.formatted(7));
    }

    @Test
    void workWithoutThePullRequestThatWasWantedIsNotCalledFinished() {
        var tale = new Tale()
                .user("fix it")
                .turn()
                .said(1, "Fixed.")
                .replied()
                .event(new ChatFact.BranchPushed("lucid/fix-it-1f2e3d4c", "def", ""))
                .event(new ChatFact.PullRequestFailed("There is no token."))
                .ended(new StopReason.Finished("Fixed."));

        assertThat(shown(tale)).contains("""
                        No pull request could be opened.

                        ✗ finished, but no pull request was opened: There is no token.
                        """);
    }

    @Test
    void workThatCouldNotBePushedIsNotCalledFinished() {
        var tale = new Tale()
                .user("fix it")
                .turn()
                .said(1, "Fixed.")
                .replied()
                .event(new ChatFact.PushFailed("lucid/fix-it-1f2e3d4c", "The origin refused it:\nno entry"))
                .ended(new StopReason.Finished("Fixed."));

        assertThat(shown(tale)).endsWith("""
                        Fixed.

                        The branch lucid/fix-it-1f2e3d4c could not be pushed.

                        ✗ finished, but not pushed: The origin refused it:
                          no entry
                          in 1.0 s · 1 reply · 1,200 tokens in (200 cached), 34 out · $0.0042
                        """);
    }

    @Test
    void aCallThatAwaitsApprovalShowsAllThatItWouldDo() {
        var tale = new Tale()
                .turn()
                .called(3, new ToolUse.WriteFile(WorkspacePath.of("a.sh"), "rm -rf /\n"))
                .replied()
                .event(new ChatFact.ApprovalAsked(new CallId(Tale.id(3)), Tale.BEGIN.plusSeconds(600)))
                .event(new ChatRequest.ApprovalGiven(new CallId(Tale.id(3)), ChatRequest.Decision.DENY))
                .finished(3, new ToolResult.Denied("The user did not allow this call."));

        assertThat(shown(tale)).isEqualTo("""
                        › write a.sh
                          @@ -0,0 +1 @@
                          +rm -rf /

                        not allowed
                          The user did not allow this call.
                        """);
    }

    @Test
    void aLaterPartMakesSenseByItself() {
        var tale = Tale.hello();
        var before = tale.events().size();
        tale.user("again")
                .delta(Kind.TEXT, Tale.id(20), 0, "Yes")
                .turn()
                .said(20, "Yes.")
                .replied()
                .ended(new StopReason.Finished("Yes."));
        var own = tale.events().get(before).id();

        assertThat(shown(tale, Terminal.none(), new Transcript.Scope(before, Optional.of(own))))
                .isEqualTo("""
                        Yes.

                        ✓ finished in 0.8 s · 1 reply · 1,200 tokens in (200 cached), 34 out · $0.0042
                        """);
    }

    @Test
    void everyEndSaysWhy() {
        assertThat(ending(new StopReason.Stopped())).contains("■ stopped");
        assertThat(ending(new StopReason.LimitReached(StopReason.Limit.ITERATIONS)))
                .contains("■ ended at its limit of replies (MAX_ITERATIONS)");
        assertThat(ending(new StopReason.Stuck("the same command, 5 times"))).contains("✗ stuck", "  the same command");
        assertThat(ending(new StopReason.Failed("The key is wrong: set ANTHROPIC_API_KEY.")))
                .contains("✗ failed", "  The key is wrong: set ANTHROPIC_API_KEY.");
    }

    @Test
    void whatTheModelFailedAtIsSaid() {
        var tale = new Tale()
                .turn()
                .delta(Kind.TEXT, Tale.id(1), 0, "Half a sen")
                .event(new ChatFact.ModelFailed(
                        new ModelFailure(ModelFailure.Kind.CUT_OFF, "The reply broke off in its middle.")));

        assertThat(shown(tale)).isEqualTo("Half a sen\n\nThe reply broke off in its middle.\n");
    }

    @Test
    void aLineMovesWhileSomethingIsUnderWay() {
        var out = new ByteArrayOutputStream();
        var tale = new Tale().user("go").turn();
        var transcript = transcript(out, new Terminal(true, false, 30), tale, Transcript.Scope.whole());
        tale.sights().forEach(transcript::show);
        transcript.tick();
        transcript.rest();

        assertThat(out.toString(UTF_8)).isEqualTo("> go\n%s⠋ thinking 0 s%<s".formatted("\r" + " ".repeat(29) + "\r"));
    }

    @Test
    void theMovingLineTellsHowFarACloneHasCome() {
        var out = new ByteArrayOutputStream();
        var tale = new Tale()
                .user("go")
                .turn()
                .delta(Kind.PROGRESS, Tale.id(1), 0, "Receiving objects:   1% (1/100)")
                .delta(Kind.PROGRESS, Tale.id(1), 0, "Receiving objects:  42% (42/100)");
        var transcript = transcript(out, new Terminal(true, false, 80), tale, Transcript.Scope.whole());
        tale.sights().forEach(transcript::show);
        transcript.tick();
        transcript.show(tale.said(2, "Hello").sights().getLast());
        transcript.tick();
        transcript.rest();

        assertThat(out.toString(UTF_8))
                .contains("0 s · Receiving objects: 42% (42/100)")
                .doesNotContain("1%");
        assertThat(out.toString(UTF_8).split("Receiving", -1)).hasSize(2);
    }

    @Test
    void progressIsNothingForAFile() {
        var tale = new Tale().turn().delta(Kind.PROGRESS, Tale.id(1), 0, "Receiving objects:   1% (1/100)");

        assertThat(shown(tale)).isEmpty();
    }

    private static String ending(StopReason reason) {
        return shown(new Tale().turn().ended(reason));
    }

    private static String shown(Tale tale) {
        return shown(tale, Terminal.none(), Transcript.Scope.whole());
    }

    private static String shown(Tale tale, Terminal terminal, Transcript.Scope scope) {
        var out = new ByteArrayOutputStream();
        var transcript = transcript(out, terminal, tale, scope);
        for (var sight : tale.sights()) {
            transcript.show(sight);
            transcript.tick();
        }
        transcript.rest();

        return out.toString(UTF_8);
    }

    private static Transcript transcript(
            ByteArrayOutputStream out, Terminal terminal, Tale tale, Transcript.Scope scope) {
        return new Transcript(
                new Screen(new Output(out), terminal), InstantSource.fixed(tale.now()), Chat.empty(false), scope);
    }
}
