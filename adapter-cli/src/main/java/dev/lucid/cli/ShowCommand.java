package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Installation.Purpose;
import dev.lucid.cli.render.DiffView;
import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Transcript;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.turn.Chat;
import dev.lucid.port.chat.Sight;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code show CHAT}: shows what happened in a chat so far. */
final class ShowCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    ShowCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.withServer(Options.command("show", "Show what happened in a chat."))
                .addPositional(Options.argument(0, "CHAT", "The chat's id, or its beginning."))
                .addOption(Options.flag("--diff", "Show what its pushed branch changes, and nothing else."))
                .addOption(Options.json());
    }

    @Override
    public int run(ParseResult given) {
        try (var engine = installation.open(Options.choices(given), Purpose.LOOK)) {
            var chat = new ChatNames(engine).find(Options.argument(given, 0));

            return given.hasMatchedOption("--diff")
                    ? diff(engine, chat)
                    : transcript(engine, chat, given.hasMatchedOption(Options.JSON));
        }
    }

    private int transcript(Engine engine, ChatProfile chat, boolean json) {
        var view = View.of(around, engine, chat, json, Transcript.Scope.whole());
        var state = Chat.of(chat);
        for (var event : new History(engine, chat)) {
            if (around.interrupts().pending()) {
                view.viewer().rest();
                return ExitCode.INTERRUPTED;
            }
            view.viewer().show(new History.Past(event));
            state = state.after(event);
        }
        view.viewer().show(new Sight.CaughtUp());
        view.viewer().rest();
        if (!json) {
            var now = ChatState.of(state, engine.runner(chat), around.clock().instant());
            view.note("state: " + now.line(chat.id().brief()));
        }

        return ExitCode.FINISHED;
    }

    private int diff(Engine engine, ChatProfile chat) {
        var found = "";
        for (var stored : new History(engine, chat)) {
            if (around.interrupts().pending()) {
                return ExitCode.INTERRUPTED;
            }
            if (stored.event() instanceof ChatFact.BranchPushed pushed) {
                found = pushed.diff();
            }
        }
        if (found.isEmpty()) {
            throw new CannotStart("The chat " + chat.id().brief() + " has pushed no branch. Start one with --repo.");
        }
        DiffView.whole(new Screen(new Output(around.out()), around.terminal().get()), found);

        return ExitCode.FINISHED;
    }
}
