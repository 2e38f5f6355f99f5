package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Following.Quest;
import dev.lucid.cli.Following.Verdict;
import dev.lucid.cli.Installation.Purpose;
import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Viewer;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.Sight;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code stop CHAT}: ends the turn that runs in a chat, wherever it runs, and waits until it has ended. */
final class StopCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    StopCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.withServer(Options.command(
                        "stop", "Stop the turn that runs in a chat, its commands included. The chat stays."))
                .addPositional(Options.argument(0, "CHAT", "The chat's id, or its beginning."));
    }

    @Override
    public int run(ParseResult given) {
        try (var engine = installation.open(Options.choices(given), Purpose.LOOK)) {
            var chat = new ChatNames(engine).find(Options.argument(given, 0));
            var screen = new Screen(new Output(around.out()), around.terminal().get());
            var before = new History(engine, chat).folded();
            if (before.running().isEmpty() && !before.waiting()) {
                screen.line(Ink.PLAIN, "Nothing runs in chat " + chat.id().brief() + ".");
                return ExitCode.FINISHED;
            }

            return around.interrupts().pending() ? ExitCode.INTERRUPTED : stop(engine, chat, screen);
        }
    }

    private int stop(Engine engine, ChatProfile chat, Screen screen) {
        var request = new ChatRequest.StopRequested();
        var command = new ControlTurn.Command(engine.user(), chat.id(), request, Optional.empty());

        return switch (engine.controlTurn().control(command)) {
            case ControlTurn.Outcome.NoSuchChat() ->
                throw new CannotStart("The chat " + chat.id().brief() + " is gone.");
            case ControlTurn.Outcome.TooMany(var why, var _) -> throw new CannotStart(why);
            case ControlTurn.Outcome.Requested(var stored) -> {
                var view = new View(screen.out(), screen, new Silent(screen), Optional.empty());
                var quest = new Quest(chat, stored.seq(), false, false);
                yield said(screen, chat, new Following(engine, around, view, quest).run());
            }
        };
    }

    private static int said(Screen screen, ChatProfile chat, Verdict verdict) {
        return switch (verdict) {
            case Verdict.AtRest _ -> {
                screen.line(Ink.PLAIN, "Chat " + chat.id().brief() + " has stopped.");
                yield ExitCode.FINISHED;
            }
            case Verdict.Waiting _, Verdict.Left _, Verdict.Unread _ -> {
                screen.line(
                        Ink.PLAIN,
                        "The stop is noted, and will be obeyed by whoever runs chat "
                                + chat.id().brief() + ".");
                yield ExitCode.INTERRUPTED;
            }
        };
    }

    /** Shows nothing but that something is under way. */
    private record Silent(Screen screen) implements Viewer {
        @Override
        public void show(Sight sight) {}

        @Override
        public void tick() {
            screen.status("stopping …");
        }

        @Override
        public void rest() {
            screen.eraseStatus();
        }
    }
}
