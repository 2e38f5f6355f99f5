package dev.lucid.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * Takes a token: typed at a terminal that does not show it, or from standard input. Never from an argument, which
 * everybody on the machine sees; one that is given nevertheless is refused without being repeated.
 */
final class TokenInput {
    private static final String STANDARD_INPUT = "-";
    private static final String OPTION = "--token";

    private final Surroundings around;

    TokenInput(Surroundings around) {
        this.around = requireNonNull(around, "around");
    }

    /** The command with the argument {@code -}, which comes after {@code index} others. */
    static CommandSpec in(CommandSpec spec, int index) {
        return spec.addPositional(PositionalParamSpec.builder()
                        .index(index + "..*")
                        .paramLabel(STANDARD_INPUT)
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("0..1")
                        .description("Read the token from standard input, instead of asking for it.")
                        .build())
                .addOption(OptionSpec.builder(OPTION)
                        .type(String.class)
                        .arity("0..1")
                        .hidden(true)
                        .build());
    }

    /** The token, asked for with {@code prompt}; empty if somebody wanted to end before. */
    Optional<Secret> read(ParseResult given, int index, String prompt) {
        var words = words(given, index);
        if (given.hasMatchedOption(OPTION) || words.stream().anyMatch(word -> !word.equals(STANDARD_INPUT))) {
            throw new CannotStart("A token is no argument, as others on this machine could see it. Take this one back,"
                    + " and give a new one when you are asked, or on standard input with " + STANDARD_INPUT + ".");
        }
        return words.isEmpty()
                ? new Abandonable<>(() -> typed(prompt)).result(around.interrupts())
                : new Abandonable<>(this::piped).result(around.interrupts());
    }

    private static List<String> words(ParseResult given, int index) {
        return given.matchedPositionals().stream()
                .flatMap(positional -> positional.originalStringValues().stream())
                .skip(index)
                .toList();
    }

    private Secret typed(String prompt) {
        return around.hidden()
                .ask(prompt + ": ")
                .map(TokenInput::secret)
                .orElseThrow(
                        () -> new CannotStart("Nobody can be asked for the token here: give it on standard input, with "
                                + STANDARD_INPUT + " as the last argument."));
    }

    private Secret piped() {
        try {
            var line = new BufferedReader(new InputStreamReader(around.in(), UTF_8)).readLine();
            return secret(line == null ? "" : line);
        } catch (IOException e) {
            throw new CannotStart("Standard input, which is to hold the token, can't be read.");
        }
    }

    private static Secret secret(String text) {
        try {
            return new Secret(text.strip());
        } catch (IllegalArgumentException _) {
            throw new CannotStart("That is no token: it is one line, and not empty.");
        }
    }
}
