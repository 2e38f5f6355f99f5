package dev.lucid.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Options that several commands have. Built by hand: reading annotations would cost each start. */
final class Options {
    static final String JSON = "--json";
    private static final String DATA = "--data";
    private static final String SERVER = "--server";
    private static final String SANDBOX = "--sandbox";
    private static final String UNCONFINED = "--unconfined";

    private Options() {}

    /** A command with help and the data directory. */
    static CommandSpec command(String name, String... description) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);

        return spec.addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help.")
                        .build())
                .addOption(OptionSpec.builder(DATA)
                        .paramLabel("DIR")
                        .type(Path.class)
                        .description("The data directory (LUCID_DATA, else ~/.local/share/lucid).")
                        .build());
    }

    /** Whether a server is worked with, and which. */
    static CommandSpec withServer(CommandSpec spec) {
        return spec.addOption(text(SERVER, "URL", "Work with the chats of that server; see ./lucid login."));
    }

    /** What decides how an agent's commands are run. */
    static CommandSpec withSandbox(CommandSpec spec) {
        return spec.addOption(OptionSpec.builder(SANDBOX)
                        .paramLabel("KIND")
                        .type(String.class)
                        .description("Where commands run: auto, docker or local (LUCID_SANDBOX).")
                        .build())
                .addOption(flag(UNCONFINED, "Let commands run without any confinement; voids all protection."));
    }

    static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name)
                .type(boolean.class)
                .description(description)
                .build();
    }

    static OptionSpec json() {
        return flag(JSON, "Print the frames of /api/v1/ws, one a line, and nothing else.");
    }

    static OptionSpec text(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    static OptionSpec number(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(Integer.class)
                .description(description)
                .build();
    }

    static PositionalParamSpec argument(int index, String label, String description) {
        return PositionalParamSpec.builder()
                .index(String.valueOf(index))
                .paramLabel(label)
                .type(String.class)
                .arity("1")
                .required(true)
                .description(description)
                .build();
    }

    static Choices choices(ParseResult given) {
        return new Choices(
                text(given, SERVER).map(ServerAddress::of),
                given.hasMatchedOption(DATA)
                        ? Optional.of(given.matchedOptionValue(DATA, Path.of("")))
                        : Optional.empty(),
                text(given, SANDBOX),
                given.hasMatchedOption(UNCONFINED));
    }

    static Optional<String> text(ParseResult given, String name) {
        return given.hasMatchedOption(name) ? Optional.of(given.matchedOptionValue(name, "")) : Optional.empty();
    }

    static String argument(ParseResult given, int index) {
        return given.matchedPositionalValue(index, "");
    }
}
