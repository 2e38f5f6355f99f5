package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Following.Quest;
import dev.lucid.cli.Following.Verdict;
import dev.lucid.cli.Installation.Purpose;
import dev.lucid.cli.render.Transcript;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code watch CHAT}: shows a chat from its beginning, and what happens in it from then on. */
final class WatchCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    WatchCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.withServer(Options.command(
                        "watch",
                        "Watch a chat until nothing runs in it. Ctrl-C leaves it alone.",
                        "Exit code: as of run, from how the last turn ended."))
                .addPositional(Options.argument(0, "CHAT", "The chat's id, or its beginning."))
                .addOption(Options.number("--after", "N", "Begin after event N, instead of at the beginning."))
                .addOption(Options.flag("--forever", "Go on watching when nothing runs."))
                .addOption(Options.json());
    }

    @Override
    public int run(ParseResult given) {
        int after = given.matchedOptionValue("--after", 0);
        if (after < 0) {
            throw new CannotStart("--after counts events from 1, so it is 0 or more.");
        }
        try (var engine = installation.open(Options.choices(given), Purpose.LOOK)) {
            var chat = new ChatNames(engine).find(Options.argument(given, 0));
            var scope = new Transcript.Scope(after, Optional.empty());
            var view = View.of(around, engine, chat, given.hasMatchedOption(Options.JSON), scope)
                    .attending(engine, chat, around.clock());
            var quest = new Quest(chat, 0, given.hasMatchedOption("--forever"), false);

            return switch (new Following(engine, around, view, quest).run()) {
                case Verdict.AtRest(var last, var _) -> last.map(ExitCode::of).orElse(ExitCode.FINISHED);
                case Verdict.Waiting() -> ExitCode.UNFINISHED;
                case Verdict.Left() -> ExitCode.INTERRUPTED;
                case Verdict.Unread() -> ExitCode.FINISHED;
            };
        }
    }
}
