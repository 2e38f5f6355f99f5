package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Decision;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.tool.ToolResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private final Standing standing = new Standing(Samples.CHAT);

    @Test
    void nothingIsSaidBeforeTheFirstTurn() {
        assertThat(standing.now()).isEmpty();
        assertThat(after(Samples.event("initial task"))).isEmpty();
    }

    @Test
    void everyEndOfATurnHasItsWords() {
        assertThat(end(new StopReason.Finished("x"))).containsExactly("completed");
        assertThat(end(new StopReason.Stopped())).containsExactly("stopped");
        assertThat(end(new StopReason.Failed("No key."))).containsExactly("error No key.", "failed");
        assertThat(end(new StopReason.Stuck("ls, 5 times")))
                .containsExactly("error The agent went round in circles: ls, 5 times.", "failed");
        for (var limit : StopReason.Limit.values()) {
            assertThat(end(new StopReason.LimitReached(limit))).hasSize(2).endsWith("failed");
        }
    }

    @Test
    void filesAreShownOnceMoreWhereATurnMayHaveChangedThem() {
        after(Samples.started());
        after(Samples.called(Samples.command("./build.sh")));

        assertThat(after(new ChatFact.TurnEnded(new StopReason.Finished("x")))).containsExactly("tree", "completed");
    }

    @Test
    void filesAreShownAfterTheCommandThatWasSaidToChangeThem() {
        after(Samples.started());

        assertThat(standing.after(Samples.stored(Samples.called(Samples.command("touch x"))), true))
                .containsExactly(new Step.Tree());
        assertThat(after(Samples.finished(new ToolResult.CommandEnded(0, "", false))))
                .containsExactly("tree");
    }

    @Test
    void aDeniedCallWaitsNoLonger() {
        after(Samples.started());
        after(Samples.called(Samples.command("x")));
        assertThat(after(new ChatFact.ApprovalAsked(Samples.CALL, Samples.AT))).containsExactly("waiting");
        assertThat(after(new ChatRequest.ApprovalGiven(Samples.CALL, Decision.DENY)))
                .containsExactly("running");
        assertThat(after(Samples.finished(new ToolResult.Denied("no")))).isEmpty();
    }

    @Test
    void allOfACallIsShownToWhoIsAskedAboutIt() {
        var script = "true # " + "x".repeat(5_000) + "\nrm -rf ~";
        after(Samples.started());
        after(Samples.called(Samples.command(script)));

        var asked = standing.after(Samples.stored(new ChatFact.ApprovalAsked(Samples.CALL, Samples.AT)), false);

        assertThat(asked)
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Frame.class,
                        frame -> assertThat(Json.read(frame.text())
                                        .orElseThrow()
                                        .path("content")
                                        .textValue())
                                .isEqualTo(script));
    }

    @Test
    void aCallThatNobodyDecidedAboutWaitsNoLonger() {
        after(Samples.started());
        after(Samples.called(Samples.command("x")));
        after(new ChatFact.ApprovalAsked(Samples.CALL, Samples.AT));

        assertThat(after(Samples.finished(new ToolResult.Denied("too late")))).containsExactly("running");
    }

    @Test
    void aSecondStopChangesNothing() {
        after(Samples.started());

        assertThat(after(new ChatRequest.StopRequested())).containsExactly("stopping");
        assertThat(after(new ChatRequest.StopRequested())).isEmpty();
        assertThat(now()).containsExactly("stopping");
    }

    @Test
    void pausingWithoutATurnChangesNothing() {
        assertThat(after(new ChatRequest.PauseRequested())).isEmpty();
        assertThat(now()).isEmpty();
    }

    @Test
    void theNextTurnStartsAfresh() {
        after(Samples.started());
        after(new ChatRequest.PauseRequested());
        after(new ChatFact.TurnEnded(new StopReason.Stopped()));

        assertThat(after(Samples.started())).containsExactly("running");
        assertThat(now()).containsExactly("running");
    }

    private List<String> end(StopReason reason) {
        after(Samples.started());
        return after(new ChatFact.TurnEnded(reason));
    }

    private List<String> after(ChatEvent event) {
        return words(standing.after(Samples.stored(event), false));
    }

    private List<String> now() {
        return words(standing.now());
    }

    private static List<String> words(List<Step> steps) {
        return steps.stream()
                .map(step -> switch (step) {
                    case Step.Tree _ -> "tree";
                    case Step.Frame(var text) ->
                        SocketTest.words(Json.read(text).orElseThrow());
                })
                .toList();
    }
}
