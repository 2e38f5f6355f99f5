package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import dev.lucid.domain.identity.Secret;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code login}: keeps a token for a server, so that commands with {@code --server} are let in. */
final class LoginCommand implements Subcommand {
    private static final String USUAL = "http://127.0.0.1:8000";

    private final Surroundings around;
    private final Installation installation;

    LoginCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        var spec = Options.command(
                        "login",
                        "Keep a token for a server, in a file of the data directory that only you can read.",
                        "Commands with --server URL show it to that server alone.")
                .addOption(Options.text("--server", "URL", "The server; " + USUAL + " if left out."));

        return TokenInput.in(spec, 0);
    }

    @Override
    public int run(ParseResult given) {
        var choices = Options.choices(given);
        var server = choices.server().orElseGet(() -> ServerAddress.of(USUAL));

        return new TokenInput(around)
                .read(given, 0, "Token for " + server)
                .map(token -> login(choices, server, token))
                .orElse(ExitCode.INTERRUPTED);
    }

    private int login(Choices choices, ServerAddress server, Secret token) {
        installation.login(choices, server, token);
        new Output(around.out()).line("Logged in: commands work there with --server " + server);

        return ExitCode.FINISHED;
    }
}
