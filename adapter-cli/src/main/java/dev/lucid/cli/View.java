package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Terminal;
import dev.lucid.cli.render.Transcript;
import dev.lucid.cli.render.Viewer;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.turn.Chat;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a command shows a chat: to a person, or to a program that reads frames. Standard output is for the chat alone; to a
 * program everything else goes to standard error.
 *
 * @param notes where remarks go
 * @param asks where a person can be asked, if one can
 */
record View(Output out, Screen notes, Viewer viewer, Optional<Screen> asks) {
    View {
        requireNonNull(out, "out");
        requireNonNull(notes, "notes");
        requireNonNull(viewer, "viewer");
        requireNonNull(asks, "asks");
    }

    /** A view of the chat for whoever reads this command's output. */
    static View of(Surroundings around, Engine engine, ChatProfile chat, boolean json, Transcript.Scope scope) {
        var out = new Output(around.out());
        if (json) {
            var notes = new Screen(new Output(around.err()), Terminal.none());
            return new View(out, notes, new JsonLines(out, engine.frames(chat), scope.after()), Optional.empty());
        }
        var screen = new Screen(out, around.terminal().get());
        var transcript = new Transcript(screen, around.clock(), Chat.of(chat), scope);

        return new View(out, screen, transcript, around.answers() ? Optional.of(screen) : Optional.empty());
    }

    /** The same, which also tells if nobody runs the chat. */
    View attending(Engine engine, ChatProfile chat, InstantSource clock) {
        return new View(out, notes, new Attendance(engine, chat, clock, this), asks);
    }

    /** Says something beside the chat. */
    void note(String text) {
        notes.line(Ink.DIM, text);
    }
}
