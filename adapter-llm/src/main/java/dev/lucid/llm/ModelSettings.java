package dev.lucid.llm;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which models there are: the {@code providers}, in the order in which they serve as the standard one; {@code standard}, a
 * name as a person writes it (see {@link ModelRegistry#find}); {@code script} for the scripted model, the bundled one if
 * empty; {@code recording}, a file to which all replies are written; and the time limits.
 */
public record ModelSettings(
        List<Provider> providers,
        Optional<String> standard,
        Optional<Path> script,
        Optional<Path> recording,
        Limits limits) {
    /** Nothing but the scripted model, with the bundled script. */
    public static final ModelSettings SCRIPTED =
            new ModelSettings(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Limits.STANDARD);

    public ModelSettings {
        providers = List.copyOf(providers);
        requireNonNull(standard, "standard");
        requireNonNull(script, "script");
        requireNonNull(recording, "recording");
        requireNonNull(limits, "limits");
        var names = providers.stream().map(Provider::name).distinct().count();
        if (names != providers.size()) {
            throw new IllegalArgumentException("Two providers have the same name: "
                    + providers.stream().map(Provider::name).toList());
        }
    }
}
