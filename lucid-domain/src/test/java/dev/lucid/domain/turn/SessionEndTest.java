package dev.lucid.domain.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the end of a session means for its chat. */
class SessionEndTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final SessionId ONE = new SessionId(new UUID(1, 1));
    private static final SessionId TWO = new SessionId(new UUID(1, 2));
    private static final ChatFact STARTED = new ChatFact.TurnStarted(new ModelRef("pure", "model"), TurnRules.STANDARD);

    private final List<StoredEvent> events = new ArrayList<>();
    private Chat chat = Chat.empty(true);

    @Test
    void aSessionOfAChatAtRestEndsAtOnce() {
        happened(said("task"), STARTED, new ChatFact.TurnEnded(new StopReason.Finished("")));

        happened(endOf(ONE));

        assertThat(next()).isEqualTo(new NextStep.EndSession(ONE));
        happened(new ChatFact.SessionEnded(ONE));
        assertThat(next()).isEqualTo(new NextStep.Rest());
    }

    @Test
    void aRunningTurnStopsFirst() {
        happened(said("task"), STARTED, endOf(ONE));

        assertThat(next()).isEqualTo(new NextStep.Stop(new StopReason.Stopped()));
        happened(new ChatFact.TurnEnded(new StopReason.Stopped()));
        assertThat(next()).isEqualTo(new NextStep.EndSession(ONE));
    }

    @Test
    void whatWaitedForTheEndedSessionIsDropped() {
        happened(said("task"), STARTED, new ChatRequest.UserMessaged("later", Delivery.QUEUE, false), endOf(ONE));
        happened(new ChatFact.TurnEnded(new StopReason.Stopped()), new ChatFact.SessionEnded(ONE));

        assertThat(next()).isEqualTo(new NextStep.Rest());
        happened(said("anew"), STARTED);
        assertThat(prompt()).contains("anew").doesNotContain("later");
    }

    @Test
    void aTurnThatBeganWhileTheEndWasAskedForDoesNothing() {
        happened(said("task"), endOf(ONE), STARTED);

        assertThat(next()).isEqualTo(new NextStep.Stop(new StopReason.Stopped()));
    }

    @Test
    void whatIsSaidMeanwhileBeginsATurnInTheNextSession() {
        happened(said("task"), STARTED, endOf(ONE), said("and then"));
        happened(new ChatFact.TurnEnded(new StopReason.Stopped()));

        assertThat(next()).isEqualTo(new NextStep.EndSession(ONE));
        happened(new ChatFact.SessionEnded(ONE));
        assertThat(next()).isEqualTo(new NextStep.StartTurn());
    }

    @Test
    void whatWasSaidBeforeATurnThatBeganTooLateIsAnsweredInTheNextSession() {
        happened(said("task"), endOf(ONE), said("anew"), STARTED);

        happened(new ChatFact.TurnEnded(new StopReason.Stopped()), new ChatFact.SessionEnded(ONE));

        assertThat(next()).isEqualTo(new NextStep.StartTurn());
    }

    @Test
    void theNextSessionHasNoClone() {
        happened(said("task"), STARTED, new ChatFact.RepositoryCloned("origin", "lucid/x", "abc", Optional.empty()));
        assertThat(next()).isEqualTo(new NextStep.AskModel());
        happened(endOf(ONE), new ChatFact.TurnEnded(new StopReason.Stopped()), new ChatFact.SessionEnded(ONE));

        assertThat(chat.moved()).isTrue();
        happened(said("anew"), STARTED);

        assertThat(chat.moved()).isFalse();
        assertThat(next()).isEqualTo(new NextStep.CloneRepository());
    }

    @Test
    void severalSessionsEndInTheirOrder() {
        happened(said("task"), endOf(ONE), endOf(TWO));

        assertThat(next()).isEqualTo(new NextStep.EndSession(ONE));
        happened(new ChatFact.SessionEnded(ONE));
        assertThat(next()).isEqualTo(new NextStep.EndSession(TWO));
        happened(new ChatFact.SessionEnded(TWO));
        assertThat(next()).isEqualTo(new NextStep.Rest());
    }

    @Test
    void theModelIsToldThatTheWorkspaceIsANewOne() {
        happened(said("task"), STARTED);
        happened(new ChatFact.Said("Done"), replied());
        happened(new ChatFact.TurnEnded(new StopReason.Finished("")), endOf(ONE), new ChatFact.SessionEnded(ONE));
        happened(said("more"), STARTED);

        var last = (Message.User) messages().getLast();

        assertThat(last.text()).matches("(?s)\\[The workspace .* removed here.*\\].*more");
    }

    private ChatFact replied() {
        return new ChatFact.ModelReplied(chat.seq(), TokenUsage.NONE, Cost.nothing());
    }

    private String prompt() {
        return messages().toString();
    }

    private List<Message> messages() {
        return Projection.of(events, 1000);
    }

    private NextStep next() {
        return chat.next(NOW);
    }

    private void happened(ChatEvent... happened) {
        for (var event : happened) {
            var stored = new StoredEvent(
                    new ChatId(new UUID(0, 1)), chat.seq() + 1, new EventId(new UUID(2, chat.seq())), NOW, event);
            events.add(stored);
            chat = chat.after(stored);
        }
    }

    private static ChatEvent said(String text) {
        return new ChatRequest.UserMessaged(text, Delivery.STEER, false);
    }

    private static ChatEvent endOf(SessionId session) {
        return new ChatRequest.SessionEndRequested(session);
    }
}
