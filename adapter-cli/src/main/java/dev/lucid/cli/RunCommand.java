package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Installation.Purpose;
import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Screen;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.port.chat.StartChat;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code run "TASK"}: opens a chat, lets an agent work on the task in this process, and shows it. */
final class RunCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    RunCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        var spec = Options.command(
                        "run",
                        "Give an agent a task, and watch it work. Needs no server.",
                        "Exit code: 0 finished, 1 failed, 2 usage or configuration, 3 waiting or at a limit,"
                                + " 130 interrupted.")
                .addPositional(Options.argument(0, "TASK", "What is to be done."))
                .addOption(Options.text(
                        "--repo", "PATH|URL", "The git repository to work on; the work comes back as a branch."))
                .addOption(Options.text("--branch", "NAME", "The branch to start from."))
                .addOption(Options.text("--model", "NAME", "A provider, a model, or provider/model."))
                .addOption(Options.json())
                .addOption(Options.flag("--pr", "Open a pull request for the branch; needs --repo."));

        return Options.withServer(Options.withSandbox(spec));
    }

    @Override
    public int run(ParseResult given) {
        var task = Options.argument(given, 0);
        if (task.isBlank()) {
            throw new CannotStart("The task is empty. Say what is to be done: ./lucid run \"print hello world\"");
        }
        var repository = new RepositoryOption(Options.text(given, "--repo"), Options.text(given, "--branch")).read();
        if (given.hasMatchedOption("--pr") && repository.isEmpty()) {
            throw new CannotStart("--pr opens a pull request for work on a repository: add --repo URL.");
        }

        return Opening.of(around.interrupts(), () -> installation.open(Options.choices(given), Purpose.WORK))
                .map(engine -> run(engine, given, task, repository))
                .orElse(ExitCode.INTERRUPTED);
    }

    private int run(Engine opened, ParseResult given, String task, Optional<RepositoryRef> repository) {
        try (var engine = opened) {
            if (around.interrupts().pending()) {
                return ExitCode.INTERRUPTED;
            }
            var command = new StartChat.Command(
                    engine.user(),
                    task,
                    Options.text(given, "--model"),
                    repository,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

            return switch (engine.startChat()
                    .start(given.hasMatchedOption("--pr") ? command.withPullRequest() : command)) {
                case StartChat.Outcome.Refused(var message) -> throw new CannotStart(message);
                case StartChat.Outcome.TooMany(var message, var _) -> throw new CannotStart(message);
                case StartChat.Outcome.Started(var chat, var message, var _) -> {
                    var json = given.hasMatchedOption(Options.JSON);
                    var view = Conversation.view(around, engine, chat, message, json);
                    introduce(view.notes(), engine, chat, json);
                    yield new Conversation(around, engine, chat, view).follow(message);
                }
            };
        }
    }

    private static void introduce(Screen screen, Engine engine, ChatProfile chat, boolean json) {
        if (!json) {
            screen.print(Ink.BOLD, "chat " + chat.id().brief());
            screen.print(Ink.DIM, " · " + chat.model() + "\n");
            screen.print(Ink.DIM, engine.confinement().words() + "\n");
        }
        engine.warnings().forEach(warning -> screen.line(Ink.YELLOW, warning));
    }
}
