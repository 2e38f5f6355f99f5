package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Choices;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the configuration once: the environment, then the data directory's {@code .env}, and for a server then the working
 * directory's. What is set earlier wins, and what is set to nothing is not set. All problems are told together.
 */
final class ConfigReading {
    static final String FILE = ".env";

    private final Map<String, String> environment;
    private final Path home;
    private final Path workingDirectory;
    private final List<String> problems = new ArrayList<>();

    ConfigReading(Map<String, String> environment, Path home, Path workingDirectory) {
        this.environment = Map.copyOf(environment);
        this.home = requireNonNull(home, "home");
        this.workingDirectory = requireNonNull(workingDirectory, "workingDirectory");
    }

    /** The configuration of a command that a person starts wherever they are: an untrusted folder sets nothing. */
    LucidConfig forCommand(Choices choices) {
        return read(choices, Map.of());
    }

    /** The configuration of a server, which is started where it belongs. */
    LucidConfig forServer(Choices choices) {
        return read(choices, EnvironmentFile.read(workingDirectory.resolve(FILE), problems));
    }

    private LucidConfig read(Choices choices, Map<String, String> local) {
        var data = choices.data()
                .map(Path::toString)
                .or(() -> set(environment, Variable.LUCID_DATA.name()))
                .or(() -> set(local, Variable.LUCID_DATA.name()))
                .map(this::path)
                .orElseGet(() -> home.resolve(".local/share/lucid"));
        var own = EnvironmentFile.read(data.resolve(FILE), problems);
        if (own.containsKey(Variable.LUCID_DATA.name())) {
            problems.add("LUCID_DATA has no effect in " + data.resolve(FILE)
                    + ", which lies in that directory: take it out.");
        }
        var names = new LinkedHashMap<String, String>();
        Stream.of(local, own, environment)
                .forEach(source -> source.forEach((name, value) -> {
                    if (!value.isBlank()) {
                        names.put(name, value.strip());
                    }
                }));
        var given = checked(names);
        if (!problems.isEmpty()) {
            throw new CannotStart(problems);
        }

        return new LucidConfig(data, given);
    }

    private Map<Variable, String> checked(Map<String, String> names) {
        var known = Stream.of(Variable.values()).map(Variable::name).toList();
        names.keySet().stream()
                .filter(name -> name.startsWith("LUCID_") && !known.contains(name))
                .sorted()
                .forEach(name -> problems.add(name + " is not known"
                        + NearestName.of(name, known)
                                .map(near -> ": did you mean " + near + "?")
                                .orElse(". Take it out.")));
        var given = new EnumMap<Variable, String>(Variable.class);
        for (var variable : Variable.values()) {
            set(names, variable.name()).ifPresent(value -> {
                variable.fault(value).ifPresent(fault -> problems.add(variable + " " + fault + "."));
                given.put(variable, value);
            });
        }
        problems.addAll(Together.faults(given));

        return given;
    }

    private Path path(String text) {
        try {
            return workingDirectory.resolve(text).toAbsolutePath().normalize();
        } catch (InvalidPathException _) {
            throw new CannotStart("The data directory is no path. Set LUCID_DATA or --data to one.");
        }
    }

    private static Optional<String> set(Map<String, String> names, String name) {
        return Optional.ofNullable(names.get(name)).filter(value -> !value.isBlank());
    }
}
