package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Output;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code rotate-key}: brings stored tokens under a new key. May be ended at any time and started again. */
final class RotateKeyCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    RotateKeyCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.command(
                "rotate-key",
                "Encrypt stored tokens anew, under ENCRYPTION_KEY.",
                "ENCRYPTION_KEY_OLD names the keys that they lie under now. Reads what serve would read, and runs beside it.",
                "Exit code: 0 if all lie under the new key, 1 if some could not be opened.");
    }

    @Override
    public int run(ParseResult given) {
        return new Abandonable<>(() -> installation.rotateKey(Options.choices(given)))
                .result(around.interrupts())
                .map(this::tell)
                .orElse(ExitCode.INTERRUPTED);
    }

    private int tell(Rotation rotation) {
        var out = new Output(around.out());
        out.line("Encrypted anew: " + rotation.changed() + ". Under this key already: " + rotation.current() + ".");
        if (rotation.unreadable().isEmpty()) {
            out.line("ENCRYPTION_KEY_OLD is not needed any more.");
            return ExitCode.FINISHED;
        }
        out.line("No configured key opens " + rotation.unreadable().size()
                + ", which stay as they are. Add the key to ENCRYPTION_KEY_OLD and start again, or have their owners"
                + " connect anew:");
        rotation.unreadable().forEach(name -> out.line("  " + name));

        return ExitCode.FAILED;
    }
}
