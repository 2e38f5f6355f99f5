package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Following.Quest;
import dev.lucid.cli.Following.Verdict;
import dev.lucid.cli.render.Transcript;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import java.util.Optional;

/** Shows what an agent makes of a message that was just written, until it is done, and says how to go on. */
final class Conversation {
    private final Surroundings around;
    private final Engine engine;
    private final ChatProfile chat;
    private final View view;

    Conversation(Surroundings around, Engine engine, ChatProfile chat, View view) {
        this.around = requireNonNull(around, "around");
        this.engine = requireNonNull(engine, "engine");
        this.chat = requireNonNull(chat, "chat");
        this.view = requireNonNull(view, "view");
    }

    /** A view of a chat from {@code message} on, which its writer need not read. */
    static View view(Surroundings around, Engine engine, ChatProfile chat, StoredEvent message, boolean json) {
        var scope = new Transcript.Scope(message.seq() - 1, Optional.of(message.id()));

        return View.of(around, engine, chat, json, scope);
    }

    /** Follows to the end of the turn that answers {@code message}, and gives the exit code. */
    int follow(StoredEvent message) {
        return follow(message, true);
    }

    /** The same for a message that waits for another turn to end: who leaves stops nothing. */
    int followQueued(StoredEvent message) {
        return follow(message, false);
    }

    private int follow(StoredEvent message, boolean stopsTurn) {
        return switch (new Following(engine, around, view, new Quest(chat, message.seq(), false, stopsTurn)).run()) {
            case Verdict.AtRest _ when view.out().failure().isPresent() -> unread();
            case Verdict.AtRest(var last, var stopped) -> {
                view.note("go on: ./lucid send " + chat.id().brief() + " \"…\"");
                yield last.map(ExitCode::of).orElse(stopped ? ExitCode.INTERRUPTED : ExitCode.FINISHED);
            }
            case Verdict.Waiting() -> {
                view.note("A call waits for approval. Answer on a terminal: ./lucid watch "
                        + chat.id().brief());
                yield ExitCode.UNFINISHED;
            }
            case Verdict.Left() -> {
                view.note(
                        stopsTurn
                                ? "left; what ran here goes on at the next start, or at once: ./lucid send "
                                        + chat.id().brief() + " \"go on\""
                                : "left, and no turn was stopped: that does ./lucid stop "
                                        + chat.id().brief() + ". What ran here goes on at the next start.");
                yield ExitCode.INTERRUPTED;
            }
            case Verdict.Unread() -> unread();
        };
    }

    private int unread() {
        if (view.out().readerLeft()) {
            return ExitCode.INTERRUPTED;
        }
        throw new CannotStart(
                "The output can't be written: " + view.out().failure().orElse("") + ".");
    }
}
