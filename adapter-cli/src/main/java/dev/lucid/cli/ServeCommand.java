package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Terminal;
import dev.lucid.port.PortFailure;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code serve}: runs the server until it is told to end. */
final class ServeCommand implements Subcommand {
    private final Surroundings around;
    private final Installation installation;

    ServeCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        var spec = Options.command("serve", "Run the server, until Ctrl-C or SIGTERM.")
                .addOption(Options.text("--host", "HOST", "The address to listen on; 127.0.0.1 if left out."))
                .addOption(Options.number(
                        "--port", "PORT", "The port to listen on (PORT, else 8000); 0 takes a free one."));

        return Options.withSandbox(spec);
    }

    @Override
    public int run(ParseResult given) {
        var port = given.hasMatchedOption("--port")
                ? OptionalInt.of(given.matchedOptionValue("--port", 0))
                : OptionalInt.empty();
        if (port.isPresent() && (port.getAsInt() < 0 || port.getAsInt() > 65_535)) {
            throw new CannotStart("--port is a number from 0 to 65535.");
        }
        var address = new ListenAddress(Options.text(given, "--host"), port);
        return Opening.of(around.interrupts(), () -> installation.serve(Options.choices(given), address))
                .map(this::serve)
                .orElseGet(this::beforeItBegan);
    }

    private int serve(Installation.Server opened) {
        var asked = new ArrayBlockingQueue<Interrupts.Request>(8);
        try (var server = opened;
                var _ = around.interrupts().listen(asked::offer)) {
            var screen = new Screen(new Output(around.out()), Terminal.none());
            server.notices().forEach(notice -> screen.line(Ink.PLAIN, notice));
            screen.line(Ink.PLAIN, "Lucid listens on " + server.address() + " (Ctrl-C ends it)");

            return ended(asked.take());
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("serving", e);
        }
    }

    private int beforeItBegan() {
        var asked = new ArrayDeque<Interrupts.Request>();
        try (var _ = around.interrupts().listen(asked::add)) {
            return ended(asked.element());
        }
    }

    private static int ended(Interrupts.Request asked) {
        return asked == Interrupts.Request.STOP ? ExitCode.INTERRUPTED : ExitCode.FINISHED;
    }
}
