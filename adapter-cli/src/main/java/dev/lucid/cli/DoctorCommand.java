package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.Finding.Weight;
import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code doctor}: says what works on this machine, and what to do about what does not. */
final class DoctorCommand implements Subcommand {
    private static final int SUBJECT_WIDTH = 16;

    private final Surroundings around;
    private final Installation installation;

    DoctorCommand(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
    }

    @Override
    public CommandSpec spec() {
        return Options.withSandbox(Options.command(
                "doctor",
                "Look at what Lucid needs and finds on this machine.",
                "Exit code: 0 if an agent can work here, else 1."));
    }

    @Override
    public int run(ParseResult given) {
        return new Abandonable<>(() -> installation.examine(Options.choices(given)))
                .result(around.interrupts())
                .map(this::tell)
                .orElse(ExitCode.INTERRUPTED);
    }

    private int tell(List<Finding> findings) {
        var screen = new Screen(new Output(around.out()), around.terminal().get());
        findings.forEach(finding -> show(screen, finding));
        var sick = findings.stream().anyMatch(finding -> finding.weight() == Weight.PROBLEM);
        screen.gap();
        screen.print(
                sick ? Ink.RED : Ink.GREEN,
                sick
                        ? "An agent can't work here yet.\n"
                        : "An agent can work here: ./lucid run \"print hello world\"\n");

        return sick ? ExitCode.FAILED : ExitCode.FINISHED;
    }

    private static void show(Screen screen, Finding finding) {
        switch (finding.weight()) {
            case GOOD -> screen.print(Ink.GREEN, "✓ ");
            case WARNING -> screen.print(Ink.YELLOW, "! ");
            case PROBLEM -> screen.print(Ink.RED, "✗ ");
        }
        var padding = " ".repeat(Math.max(1, SUBJECT_WIDTH - finding.subject().length()));
        screen.print(Ink.BOLD, finding.subject() + padding);
        screen.print(Ink.PLAIN, finding.words() + "\n");
        finding.remedy().ifPresent(remedy -> screen.print(Ink.DIM, " ".repeat(SUBJECT_WIDTH + 2) + remedy + "\n"));
    }
}
