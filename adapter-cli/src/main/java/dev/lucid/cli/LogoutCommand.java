package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code logout}: forgets the token that {@code login} has kept. */
final class LogoutCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    LogoutCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.command("logout", "Forget the token that login has kept. The server is not told.");
    }

    @Override
    public int run(ParseResult given) {
        var words = installation
                .logout(Options.choices(given))
                .map(server -> "Logged out of " + server + ".")
                .orElse("There was no login.");
        new Output(around.out()).line(words);

        return ExitCode.FINISHED;
    }
}
