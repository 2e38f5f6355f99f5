package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.turn.Chat;
import dev.lucid.port.chat.Sight;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A chat as a person reads it. Events up to a number are taken in silently, so that a chat's later part makes sense by
 * itself. For one thread.
 */
public final class Transcript implements Viewer {
    private final Screen screen;
    private final Scope scope;
    private final ReplyView reply;
    private final CallsView calls;
    private final Progress progress;
    private final Endings endings;
    private long seen;

    /**
     * Which part of a chat is shown.
     *
     * @param after the number of the last event that is not shown
     * @param own the message that the reader has just written, and need not read
     */
    public record Scope(long after, Optional<EventId> own) {
        public Scope {
            requireNonNull(own, "own");
        }

        /** All of it. */
        public static Scope whole() {
            return new Scope(0, Optional.empty());
        }
    }

    /** {@code fresh} is the chat before its first event. */
    public Transcript(Screen screen, InstantSource clock, Chat fresh, Scope scope) {
        this.screen = requireNonNull(screen, "screen");
        this.scope = requireNonNull(scope, "scope");
        this.reply = new ReplyView(screen);
        this.calls = new CallsView(screen);
        this.progress = new Progress(clock, fresh);
        this.endings = new Endings(screen);
    }

    @Override
    public void show(Sight sight) {
        switch (sight) {
            case Sight.Event stored -> take(stored.event());
            case Sight.Delta delta -> piece(delta);
            case Sight.CaughtUp _ -> {}
        }
    }

    @Override
    public void tick() {
        progress.label(calls.hidden()).ifPresent(screen::status);
    }

    @Override
    public void rest() {
        screen.eraseStatus();
        screen.freshLine();
    }

    private void piece(Sight.Delta delta) {
        if (seen < scope.after()) {
            return;
        }
        switch (delta.kind()) {
            case TEXT -> replied(Ink.PLAIN, delta);
            case THOUGHT -> replied(Ink.DIM, delta);
            case OUTPUT -> calls.output(delta.id(), delta.at(), delta.text());
            case PROGRESS -> progress.said(delta.text());
        }
    }

    private void replied(Ink ink, Sight.Delta delta) {
        calls.interrupted();
        reply.piece(ink, delta.id(), delta.at(), delta.text());
    }

    /** Takes in an event of the log. */
    private void take(StoredEvent stored) {
        seen = stored.seq();
        progress.after(stored);
        endings.after(stored);
        if (stored.event() instanceof ChatFact.ToolCalled(var call)) {
            calls.called(call);
        }
        if (stored.seq() > scope.after() && !scope.own().equals(Optional.of(stored.id()))) {
            print(stored);
        }
    }

    private void print(StoredEvent stored) {
        switch (stored.event()) {
            case ChatRequest request -> request(request);
            case ChatFact fact -> fact(stored, fact);
            case ChatEvent.Imported(var role, var _, var text) ->
                block(role.equals("user") ? Ink.CYAN : Ink.PLAIN, text);
        }
    }

    private void request(ChatRequest request) {
        switch (request) {
            case ChatRequest.UserMessaged message -> {
                screen.gap();
                screen.print(Ink.CYAN, "> ");
                screen.print(Ink.BOLD, message.text().strip().replace("\n", "\n  ") + "\n");
                calls.interrupted();
            }
            case ChatRequest.StopRequested _ -> note(Ink.DIM, "stopping …");
            case ChatRequest.SessionEndRequested _ -> note(Ink.DIM, "ending the session …");
            case ChatRequest.PauseRequested _ -> note(Ink.DIM, "paused");
            case ChatRequest.ResumeRequested _ -> note(Ink.DIM, "going on");
            case ChatRequest.ApprovalGiven(var _, var decision) ->
                note(
                        Ink.DIM,
                        switch (decision) {
                            case ALLOW -> "allowed";
                            case ALWAYS -> "allowed, for the rest of this turn";
                            case DENY -> "not allowed";
                        });
        }
    }

    private void fact(StoredEvent stored, ChatFact fact) {
        switch (fact) {
            case ChatFact.Thought(var thinking) when thinking.text().isBlank() -> {
                // Some models think in silence, and only their seal is kept.
            }
            case ChatFact.Thought(var thinking) -> {
                calls.interrupted();
                reply.settled(Ink.DIM, stored.id().value(), thinking.text());
            }
            case ChatFact.Said(var text) -> {
                calls.interrupted();
                reply.settled(Ink.PLAIN, stored.id().value(), text);
            }
            case ChatFact.ModelReplied _ -> reply.end();
            case ChatFact.ModelFailed(var failure) -> {
                reply.end();
                note(Ink.YELLOW, failure.message());
            }
            case ChatFact.TurnTakenOver _ -> {
                reply.end();
                note(Ink.YELLOW, "The process that ran this turn is gone; another goes on with it.");
            }
            case ChatFact.ApprovalAsked(var call, var _) -> calls.asked(call);
            case ChatFact.ToolStarted(var call) -> calls.started(call);
            case ChatFact.ToolFinished(var call, var _, var result) -> calls.finished(call, result);
            case ChatFact.ContextCondensed _ ->
                note(Ink.DIM, "The conversation grew long; its older part is summed up.");
            case ChatFact.KeyAwaited(var message) -> note(Ink.YELLOW, message);
            case ChatFact.KeyFound _ -> note(Ink.DIM, "The key is there again.");
            case ChatFact.LoopNoticed _ -> note(Ink.YELLOW, "The agent repeats itself, and is told so.");
            case ChatFact.RepositoryCloned(var origin, var branch, var _, var _) ->
                note(Ink.DIM, "cloned " + origin + ", working on branch " + branch);
            case ChatFact.SessionEnded _ -> note(Ink.DIM, "The session is over: its workspace is gone.");
            case ChatFact.NothingToPush _ -> note(Ink.DIM, "Nothing was changed, so no branch was pushed.");
            case ChatFact.PushFailed(var branch, var _) ->
                note(Ink.RED, "The branch " + branch + " could not be pushed.");
            case ChatFact.PullRequestFailed _ -> note(Ink.RED, "No pull request could be opened.");
            case ChatFact.TurnEnded(var reason) -> {
                reply.end();
                endings.show(reason);
                calls.interrupted();
            }
            case ChatFact.TurnStarted _,
                    ChatFact.ToolCalled _,
                    ChatFact.BranchPushed _,
                    ChatFact.PullRequestOpened _ -> {}
        }
    }

    private void block(Ink ink, String text) {
        screen.gap();
        screen.print(ink, text.strip() + "\n");
        calls.interrupted();
    }

    private void note(Ink ink, String text) {
        block(ink, text);
    }
}
