package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.render.Tale;
import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunCommandTest {
    @Test
    void aPullRequestIsAskedForWithARepositoryAlone() {
        var bench = new Bench(Tale.hello());
        assertThat(bench.run("run", "work", "--pr")).isEqualTo(2);
        assertThat(bench.err()).contains("add --repo URL");

        bench.run("run", "work", "--repo", "https://example.com/x.git", "--pr");
        assertThat(bench.engine.started.getFirst().pullRequest()).isTrue();
    }

    @Test
    void aFinishedTurnIsShownAndEndsWithZero() {
        var bench = new Bench(Tale.hello());
        bench.engine.warnings = List.of("Commands run unconfined.");

        assertThat(bench.run("run", "print hello world", "--model", "anthropic"))
                .isZero();
        assertThat(bench.out()).startsWith("""
                        chat 1f2e3d4c · scripted/default
                        commands are confined by bubblewrap
                        Commands run unconfined.

                        Let me look around.
                        """).endsWith("out · $0.0084\ngo on: ./lucid send 1f2e3d4c \"…\"\n");
        assertThat(bench.engine.started.getFirst().model()).isEqualTo(Optional.of("anthropic"));
        assertThat(bench.engine.closed).isTrue();
    }

    @Test
    void framesAloneGoToStandardOutput() {
        var bench = new Bench(Tale.hello());
        bench.engine.warnings = List.of("Commands run unconfined.");

        assertThat(bench.run("run", "print hello world", "--json")).isZero();
        assertThat(bench.out().lines())
                .hasSize(1 + bench.engine.tale.events().size())
                .allMatch(it -> it.startsWith("{"));
        assertThat(bench.err()).contains("Commands run unconfined.");
    }

    @Test
    void howATurnEndsDecidesTheExitCode() {
        assertThat(codeOf(new StopReason.Failed("no key"))).isEqualTo(1);
        assertThat(codeOf(new StopReason.Stuck("again and again"))).isEqualTo(1);
        assertThat(codeOf(new StopReason.LimitReached(StopReason.Limit.TIME))).isEqualTo(3);
        assertThat(codeOf(new StopReason.Stopped())).isEqualTo(130);
    }

    @Test
    void workThatCouldNotBePushedIsAFailure() {
        var tale = new Tale()
                .user("go")
                .turn()
                .said(1, "Done.")
                .replied()
                .event(new ChatFact.PushFailed("lucid/go", "The origin refused it."))
                .ended(new StopReason.Finished("Done."))
                .caughtUp();
        var bench = new Bench(tale);

        assertThat(bench.run("run", "go")).isEqualTo(1);
        assertThat(bench.out()).contains("finished, but not pushed: The origin refused it.");
        assertThat(new Bench(tale).run("run", "--json", "go")).isEqualTo(1);
    }

    private static int codeOf(StopReason reason) {
        return new Bench(new Tale().user("go").turn().ended(reason).caughtUp()).run("run", "go");
    }

    @Test
    void aRefusedTaskIsAUsageError() {
        var bench = new Bench(Tale.hello());
        bench.engine.refusal = Optional.of("There is no model gpt-9. Known: scripted.");

        assertThat(bench.run("run", "go", "--model", "gpt-9")).isEqualTo(2);
        assertThat(bench.err()).isEqualTo("lucid: There is no model gpt-9. Known: scripted.\n");
        assertThat(bench.engine.closed).isTrue();
    }

    @Test
    void theFirstInterruptStopsTheTurnAndTellsHowToGoOn() {
        var bench = new Bench(new Tale().user("go").turn().caughtUp());
        bench.engine.reaction = _ -> bench.engine.tell(tale -> tale.ended(new StopReason.Stopped()));
        var code = whileRunning(bench, bench.interrupts::interrupt);

        assertThat(code).isEqualTo(130);
        assertThat(bench.engine.asked).containsExactly(new ChatRequest.StopRequested());
        assertThat(bench.out()).contains("■ stopped", "go on: ./lucid send 1f2e3d4c");
    }

    @Test
    void theSecondInterruptLeavesAtOnce() {
        var bench = new Bench(new Tale().user("go").turn().caughtUp());
        var code = whileRunning(bench, () -> {
            bench.interrupts.interrupt();
            bench.interrupts.interrupt();
        });

        assertThat(code).isEqualTo(130);
        assertThat(bench.out()).contains("goes on at the next start");
        assertThat(bench.engine.closed).isTrue();
        assertThat(bench.halts).hasValue(0);
    }

    @Test
    void aTerminationLeavesTheTurnToTheNextStart() {
        var bench = new Bench(new Tale().user("go").turn().caughtUp());
        var code = whileRunning(bench, bench.interrupts::terminate);

        assertThat(code).isEqualTo(130);
        assertThat(bench.engine.asked).isEmpty();
        assertThat(bench.engine.closed).isTrue();
    }

    /** Interrupts from within the engine, once the watch has begun. */
    private static int whileRunning(Bench bench, Runnable deed) {
        bench.engine.onWatch = deed;

        return bench.run("run", "go");
    }

    @Test
    void anInterruptBeforeTheStartStartsNothing() {
        var bench = new Bench(Tale.hello());
        bench.interrupts.interrupt();

        assertThat(bench.run("run", "go")).isEqualTo(130);
        assertThat(bench.engine.started).isEmpty();
    }

    @Test
    void aReaderThatLeavesEndsItQuietly() {
        var bench = new Bench(
                new Tale().user("go").turn().said(1, "Hello.").replied().caughtUp());
        bench.engine.reaction = _ -> bench.engine.tell(tale -> tale.ended(new StopReason.Stopped()));
        bench.out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(bench.run("run", "go")).isEqualTo(130);
        assertThat(bench.engine.asked).containsExactly(new ChatRequest.StopRequested());
        assertThat(bench.err()).isEmpty();
        assertThat(bench.engine.closed).isTrue();
    }

    @Test
    void aFullDiskUnderTheOutputIsSaid() {
        var bench = new Bench(Tale.hello());
        bench.out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThat(bench.run("run", "go")).isEqualTo(2);
        assertThat(bench.err()).contains("No space left on device");
    }

    @Test
    void aCallThatNobodyCanApproveEndsWithThree() {
        var bench = new Bench(waiting());

        assertThat(bench.run("run", "go")).isEqualTo(3);
        assertThat(bench.out()).contains("$ rm -r x", "waits for approval", "./lucid watch 1f2e3d4c");
    }

    @Test
    void aPersonIsAskedUntilTheAnswerIsOne() {
        var bench = new Bench(waiting());
        bench.answers = true;
        bench.typed = "what?\nYES\n";
        bench.engine.reaction = _ -> bench.engine.tell(tale -> tale.started(3)
                .finished(3, new ToolResult.CommandEnded(0, "", false))
                .ended(new StopReason.Finished("")));

        assertThat(bench.run("run", "go")).isZero();
        assertThat(bench.engine.asked)
                .containsExactly(new ChatRequest.ApprovalGiven(new CallId(Tale.id(3)), Decision.ALLOW));
        assertThat(bench.out()).containsSubsequence("$ rm -r x", "Allow this?", "Allow this?", "allowed");
    }

    private static Tale waiting() {
        var rules = TurnRules.STANDARD;
        var asking = new TurnRules(
                rules.iterations(),
                rules.time(),
                rules.tokens(),
                rules.microUsd(),
                rules.window(),
                ApprovalPolicy.WRITES,
                rules.approvalTime());

        return new Tale()
                .user("go")
                .turn(asking)
                .called(3, Tale.command("rm -r x"))
                .replied()
                .event(new ChatFact.ApprovalAsked(new CallId(Tale.id(3)), Tale.BEGIN.plusSeconds(600)))
                .caughtUp();
    }

    @Test
    void aSentMessageIsFollowedToItsAnswer() {
        var bench = new Bench(Tale.hello());
        bench.engine.reaction = _ -> bench.engine.tell(
                tale -> tale.turn().said(9, "Sure.").replied().ended(new StopReason.Finished("Sure.")));

        assertThat(bench.run("send", "1f2e3d4c", "again")).isZero();
        assertThat(bench.out()).startsWith("Sure.\n\n✓ finished").doesNotContain("again", "README");
    }

    @Test
    void aMessageThatWouldPutTooManyChatsToWorkIsRefusedWithWhatToDo() {
        var bench = new Bench(Tale.hello());
        bench.engine.refusal = Optional.of("You have 2 sessions at work. Wait until one has ended, or end one.");

        assertThat(bench.run("send", "1f2e3d4c", "again")).isEqualTo(2);
        assertThat(bench.err()).contains("Wait until one has ended, or end one.");
    }

    @Test
    void anInterruptLeavesAQueuedMessageAndStopsNothing() {
        var bench = new Bench(new Tale().user("go").turn().caughtUp());
        bench.engine.onWatch = bench.interrupts::interrupt;

        assertThat(bench.run("send", "1f2e3d4c", "and then this", "--queue")).isEqualTo(130);
        assertThat(bench.engine.asked).isEmpty();
        assertThat(bench.out()).contains("left, and no turn was stopped", "./lucid stop 1f2e3d4c");
    }

    @Test
    void anInterruptOfASteeringMessageStopsTheTurn() {
        var bench = new Bench(new Tale().user("go").turn().caughtUp());
        bench.engine.onWatch = bench.interrupts::interrupt;
        bench.engine.reaction = request -> {
            if (request instanceof ChatRequest.StopRequested) {
                bench.engine.tell(tale -> tale.ended(new StopReason.Stopped()));
            }
        };

        assertThat(bench.run("send", "1f2e3d4c", "do it so")).isEqualTo(130);
        assertThat(bench.engine.asked).containsExactly(new ChatRequest.StopRequested());
    }

    @Test
    void stoppingWaitsForTheEnd() {
        var bench = new Bench(new Tale().user("go").turn().caughtUp());
        bench.engine.reaction = _ -> bench.engine.tell(tale -> tale.ended(new StopReason.Stopped()));

        assertThat(bench.run("stop", "1f2e3d4c")).isZero();
        assertThat(bench.out()).isEqualTo("Chat 1f2e3d4c has stopped.\n");
    }

    @Test
    void stoppingWhatDoesNotRunSaysSo() {
        var bench = new Bench(Tale.hello());

        assertThat(bench.run("stop", "1f2e3d4c")).isZero();
        assertThat(bench.out()).isEqualTo("Nothing runs in chat 1f2e3d4c.\n");
        assertThat(bench.engine.asked).isEmpty();
    }

    @Test
    void watchingEndsWhenNothingRuns() {
        var bench = new Bench(Tale.hello());

        assertThat(bench.run("watch", "1f2e3d4c", "--after", "6")).isZero();
        assertThat(bench.out()).doesNotContain("Let me look").contains("Done.", "✓ finished");
    }

    @Test
    void watchingIsLeftWithoutStoppingAnything() {
        var bench = new Bench(new Tale().user("go").turn().caughtUp());
        bench.engine.onWatch = bench.interrupts::interrupt;

        assertThat(bench.run("watch", "1f2e3d4c")).isEqualTo(130);
        assertThat(bench.engine.asked).isEmpty();
    }

    @Test
    void servingGoesOnUntilItIsToldToEnd() {
        var bench = new Bench(Tale.hello());
        bench.interrupts.terminate();

        assertThat(bench.run("serve", "--port", "8123")).isZero();
        assertThat(bench.out()).contains("http://127.0.0.1:8123");
        assertThat(bench.engine.closed).isTrue();
    }
}
