package dev.lucid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.render.Tale;
import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.turn.Chat;
import org.junit.jupiter.api.Test;

class ChatStateTest {
    @Test
    void aTurnRunsWhereItsRunnerIs() {
        var tale = new Tale().user("go").turn();

        assertThat(state(tale, Runner.HERE).word()).isEqualTo("running here");
        assertThat(state(tale, Runner.ELSEWHERE).word()).isEqualTo("running elsewhere");
        assertThat(state(tale, Runner.NOBODY).word()).isEqualTo("waiting");
    }

    @Test
    void aMessageThatNobodyTakesUpWaits() {
        assertThat(state(new Tale().user("go"), Runner.NOBODY)).isEqualTo(ChatState.UNATTENDED);
        assertThat(ChatState.UNATTENDED.line("1f2e3d4c")).contains("./lucid send 1f2e3d4c", "./lucid serve");
    }

    @Test
    void aTurnThatNeedsAPersonWaitsWhereverItRuns() {
        var asking = new Tale()
                .user("go")
                .turn(approving())
                .called(3, Tale.command("rm -r x"))
                .replied()
                .event(new ChatFact.ApprovalAsked(new CallId(Tale.id(3)), Tale.BEGIN.plusSeconds(600)));
        var paused = new Tale().user("go").turn().event(new ChatRequest.PauseRequested());

        assertThat(state(asking, Runner.HERE)).isEqualTo(ChatState.UNAPPROVED);
        assertThat(state(paused, Runner.HERE)).isEqualTo(ChatState.PAUSED);
    }

    @Test
    void atRestTheLastTurnsEndCounts() {
        assertThat(ended(new StopReason.Finished("Done."))).isEqualTo("finished");
        assertThat(ended(new StopReason.Stopped())).isEqualTo("stopped");
        assertThat(ended(new StopReason.LimitReached(StopReason.Limit.TIME))).isEqualTo("stopped");
        assertThat(ended(new StopReason.Failed("no key"))).isEqualTo("failed");
        assertThat(ended(new StopReason.Stuck("again"))).isEqualTo("failed");
    }

    private static String ended(StopReason reason) {
        return state(new Tale().user("go").turn().ended(reason), Runner.NOBODY).word();
    }

    private static ChatState state(Tale tale, Runner runner) {
        var chat = Chat.empty(false);
        for (var event : tale.events()) {
            chat = chat.after(event);
        }

        return ChatState.of(chat, runner, Tale.BEGIN.plusSeconds(60));
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
}
