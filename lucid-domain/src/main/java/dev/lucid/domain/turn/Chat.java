package dev.lucid.domain.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A chat as its events tell it: the turn that runs or ran last, and whether messages wait for one. Never changes:
 * {@link #after} gives another one.
 *
 * @param hasRepository whether the work is done on a repository
 * @param wantsRequest whether a pull request is to be opened once work was brought to the repository's origin
 * @param cloned the clone in the workspace, once there is one
 * @param seq the number of the latest event, 0 before the first
 * @param waiting whether messages wait for a turn
 * @param ending sessions that are to end, in the order in which that was asked for
 * @param wished the model that people asked for last; empty for the one that the chat began with
 * @param moved whether the latest session has ended and no turn has begun in another one
 */
public record Chat(
        boolean hasRepository,
        boolean wantsRequest,
        Optional<ChatFact.RepositoryCloned> cloned,
        long seq,
        Optional<Turn> turn,
        boolean waiting,
        List<SessionId> ending,
        Optional<ModelRef> wished,
        boolean moved) {
    public Chat {
        requireNonNull(cloned, "cloned");
        requireNonNull(turn, "turn");
        ending = List.copyOf(ending);
        requireNonNull(wished, "wished");
    }

    /** That chat before its first event. */
    public static Chat of(ChatProfile profile) {
        return new Chat(
                profile.repository().isPresent(),
                profile.pullRequest(),
                Optional.empty(),
                0,
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                false);
    }

    /** A chat before its first event, without a pull request at its end. */
    public static Chat empty(boolean hasRepository) {
        return new Chat(
                hasRepository, false, Optional.empty(), 0, Optional.empty(), false, List.of(), Optional.empty(), false);
    }

    /** The turn that runs now. */
    public Optional<Turn> running() {
        return turn.filter(current -> current.ended().isEmpty());
    }

    /** The chat once this happened. Fails on an event that is not the next one. */
    public Chat after(StoredEvent stored) {
        if (stored.seq() != seq + 1) {
            throw new IllegalArgumentException("Event " + stored.seq() + " cannot follow event " + seq);
        }

        return switch (stored.event()) {
            case ChatRequest.UserMessaged message -> wishing(message.model()).messaged(message, stored);
            case ChatRequest.StopRequested _ ->
                with(turnAfter(stored), waiting && running().isPresent());
            case ChatRequest.SessionEndRequested(var session) -> endingToo(session, turnAfter(stored));
            case ChatRequest _, ChatEvent.Imported _ -> with(turnAfter(stored), waiting);
            case ChatFact.TurnStarted started -> begun(started, stored);
            case ChatFact.TurnEnded _ ->
                with(turnAfter(stored), waiting || turn.map(Turn::unanswered).orElse(false));
            case ChatFact.RepositoryCloned clone ->
                new Chat(
                        hasRepository,
                        wantsRequest,
                        Optional.of(clone),
                        stored.seq(),
                        turnAfter(stored),
                        waiting,
                        ending,
                        wished,
                        moved);
            case ChatFact.SessionEnded(var session) -> without(session);
            case ChatFact _ -> with(turnAfter(stored), waiting);
        };
    }

    /** What to do next, at that time. Asked while nothing is under way. */
    public NextStep next(Instant now) {
        if (running().isEmpty()) {
            return ending.stream()
                    .findFirst()
                    .<NextStep>map(NextStep.EndSession::new)
                    .orElseGet(() -> waiting ? new NextStep.StartTurn() : new NextStep.Rest());
        }
        var current = running().get();
        var next = current.next(now);
        if (hasRepository && cloned.isEmpty()) {
            return next instanceof NextStep.Stop || next instanceof NextStep.AwaitKey
                    ? next
                    : new NextStep.CloneRepository();
        }
        var done = next instanceof NextStep.Stop(StopReason.Finished _);

        return done && cloned.isPresent() ? handingOver(current).orElse(next) : next;
    }

    /** What is left to do with the work of a turn whose agent is done. */
    private Optional<NextStep> handingOver(Turn done) {
        if (!done.pushed()) {
            return Optional.of(new NextStep.PushBranch());
        }

        return wantsRequest && done.requestDue() ? Optional.of(new NextStep.OpenPullRequest()) : Optional.empty();
    }

    private Chat begun(ChatFact.TurnStarted started, StoredEvent stored) {
        var begun = Turn.begun(started, stored.at());
        if (ending.isEmpty()) {
            var kept = waiting ? begun : begun.withdrawn(stored.seq());
            return new Chat(
                    hasRepository, wantsRequest, cloned, seq + 1, Optional.of(kept), false, ending, wished, false);
        }

        // It began before its runner knew of the end: what waits now waits for the next session.
        return with(Optional.of(begun.withdrawn(stored.seq())), waiting);
    }

    /** What was said before belongs to the session that ends. */
    private Chat endingToo(SessionId session, Optional<Turn> stopped) {
        var all = Stream.concat(ending.stream(), Stream.of(session)).distinct().toList();

        return new Chat(hasRepository, wantsRequest, cloned, seq + 1, stopped, false, all, wished, moved);
    }

    private Chat without(SessionId ended) {
        var left = ending.stream().filter(session -> !session.equals(ended)).toList();

        return new Chat(hasRepository, wantsRequest, Optional.empty(), seq + 1, turn, waiting, left, wished, true);
    }

    private Chat messaged(ChatRequest.UserMessaged message, StoredEvent stored) {
        return running().isPresent() && message.delivery() == Delivery.STEER
                ? with(turnAfter(stored), waiting)
                : with(turn, true);
    }

    private Chat wishing(Optional<ModelRef> model) {
        return model.isEmpty()
                ? this
                : new Chat(hasRepository, wantsRequest, cloned, seq, turn, waiting, ending, model, moved);
    }

    private Chat with(Optional<Turn> nextTurn, boolean nextWaiting) {
        return new Chat(hasRepository, wantsRequest, cloned, seq + 1, nextTurn, nextWaiting, ending, wished, moved);
    }

    private Optional<Turn> turnAfter(StoredEvent stored) {
        return running().map(current -> current.after(stored)).or(() -> turn);
    }
}
