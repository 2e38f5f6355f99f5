package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code migrate --database-url OWNER}: brings a database of one's own to this version's schema. */
final class MigrateCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    MigrateCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                        "migrate",
                        "Bring a database of your own to this version's schema, and make its roles.",
                        "The embedded database needs no migrating.")
                .addOption(Options.text(
                        "--database-url", "OWNER", "The database's address, with a role that owns its schema."));
    }

    @Override
    public int run(ParseResult given) {
        var address = Options.text(given, "--database-url")
                .orElseThrow(() -> new CannotStart("Which database? Give --database-url"
                        + " postgresql://OWNER:PASSWORD@HOST/DATABASE, with a role that owns its schema."));
        var out = new Output(around.out());
        installation.migrate(address).forEach(out::line);

        return ExitCode.FINISHED;
    }
}
