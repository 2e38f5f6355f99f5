package dev.lucid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code migrate --database-url OWNER}: brings a database of one's own to this version's schema. An address that holds a
 * password is better read than given, as arguments are seen by everybody on the machine.
 */
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
                        "--database-url",
                        "OWNER",
                        "The database's address, with a role that owns its schema;"
                                + " - reads it from standard input, where nobody sees its password."));
    }

    @Override
    public int run(ParseResult given) {
        var out = new Output(around.out());
        var done = new Abandonable<>(() -> installation.migrate(address(given))).result(around.interrupts());
        done.ifPresent(lines -> lines.forEach(out::line));

        return done.isPresent() ? ExitCode.FINISHED : ExitCode.INTERRUPTED;
    }

    private String address(ParseResult given) {
        return Options.text(given, "--database-url")
                .map(text -> text.equals("-") ? typed() : text)
                .orElseThrow(() -> new CannotStart("Which database? Give --database-url -, and on standard input"
                        + " postgresql://OWNER:PASSWORD@HOST/DATABASE, with a role that owns its schema."));
    }

    /** The first line of standard input. */
    private String typed() {
        try {
            var line = new BufferedReader(new InputStreamReader(around.in(), UTF_8)).readLine();

            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new CannotStart("Standard input, which is to name the database, can't be read.");
        }
    }
}
