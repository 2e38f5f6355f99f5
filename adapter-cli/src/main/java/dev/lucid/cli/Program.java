package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.render.Ink;
import dev.lucid.cli.render.Output;
import dev.lucid.cli.render.Screen;
import dev.lucid.cli.render.Terminal;
import dev.lucid.port.PortFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of Lucid. */
public final class Program {
    private static final System.Logger LOG = System.getLogger(Program.class.getName());

    private final Surroundings around;
    private final Installation installation;
    private final Output err;
    private final Map<String, Subcommand> commands = new LinkedHashMap<>();

    public Program(Surroundings around, Installation installation) {
        this.around = requireNonNull(around, "around");
        this.installation = requireNonNull(installation, "installation");
        this.err = new Output(around.err());
    }

    /** Runs one command line, and gives the exit code. Says every failure in words; none leaves it. */
    public int run(List<String> arguments) {
        try {
            return parsed(arguments.toArray(String[]::new));
        } catch (CannotStart e) {
            e.problems().forEach(this::complain);
            return ExitCode.USAGE;
        } catch (PortFailure.Interrupted _) {
            return ExitCode.INTERRUPTED;
        } catch (PortFailure e) {
            LOG.log(System.Logger.Level.DEBUG, "A command failed", e);
            complain(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A command met a fault of Lucid's own", e);
            complain("This is a fault of Lucid itself; the log in the data directory says more.");
            return ExitCode.FAILED;
        }
    }

    private int parsed(String[] arguments) {
        var root = root();
        var line = new CommandLine(root);
        try {
            return execute(line.parseArgs(arguments));
        } catch (ParameterException e) {
            var command = e.getCommandLine().getCommandSpec().qualifiedName(" ");
            complain(words(e) + " See ./" + command + " --help.");
            return ExitCode.USAGE;
        }
    }

    private static String words(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException unmatched) {
            var first = unmatched.getUnmatched().getFirst();
            var isCommand = !first.startsWith("-")
                    && !unmatched.getCommandLine().getSubcommands().isEmpty();
            var near = unmatched.getSuggestions().stream()
                    .filter(name -> !isCommand || name.regionMatches(0, first, 0, 1))
                    .findFirst()
                    .map(name -> " Did you mean " + name + "?")
                    .orElse("");

            return (isCommand ? "There is no command '" + first + "'." : problem.getMessage() + ".") + near;
        }

        return String.valueOf(problem.getMessage()).replace("is not an int", "is no whole number") + ".";
    }

    private int execute(ParseResult given) {
        var out = new Output(around.out());
        var innermost = innermost(given);
        if (given.isVersionHelpRequested()) {
            out.line("lucid " + installation.version());
            return ExitCode.FINISHED;
        }
        if (innermost.isUsageHelpRequested()) {
            out.write(usage(innermost));
            return ExitCode.FINISHED;
        }
        if (!given.hasSubcommand()) {
            err.write(usage(given));
            return ExitCode.USAGE;
        }

        var command = given.subcommand();
        return requireNonNull(commands.get(command.commandSpec().name())).run(command);
    }

    private static ParseResult innermost(ParseResult given) {
        return given.hasSubcommand() ? innermost(given.subcommand()) : given;
    }

    private CommandSpec root() {
        var root = CommandSpec.create()
                .name("lucid")
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version.")
                        .build());
        root.usageMessage()
                .description("AI coding agents at work in sandboxes, every event of theirs kept and streamed.")
                .footer("", "Begin with: ./lucid run \"print hello world\"");
        add(root, new RunCommand(around, installation));
        add(root, new ServeCommand(around, installation));
        add(root, new ChatsCommand(around, installation));
        add(root, new ShowCommand(around, installation));
        add(root, new WatchCommand(around, installation));
        add(root, new SendCommand(around, installation));
        add(root, new StopCommand(around, installation));
        add(root, new LoginCommand(around, installation));
        add(root, new LogoutCommand(around, installation));
        add(root, new IntegrationsCommand(around, installation));
        add(root, new DoctorCommand(around, installation));
        add(root, new MigrateCommand(around, installation));
        add(root, new RotateKeyCommand(around, installation));

        return root;
    }

    private void add(CommandSpec root, Subcommand command) {
        var spec = command.spec();
        commands.put(spec.name(), command);
        root.addSubcommand(spec.name(), spec);
    }

    private static String usage(ParseResult given) {
        var text = new StringWriter();
        given.commandSpec().commandLine().usage(new PrintWriter(text), Ansi.OFF);

        return text.toString();
    }

    /** Problems quote what others wrote: names, servers, git. So they go the way that makes text harmless. */
    private void complain(String problem) {
        new Screen(err, Terminal.none()).line(Ink.PLAIN, "lucid: " + problem);
    }
}
