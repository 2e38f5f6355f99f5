package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Choices;
import dev.lucid.cli.Finding;
import dev.lucid.cli.ListenAddress;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.githost.GitPrograms;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.PostgresStore;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Looks at what Lucid needs and finds on this machine, and changes nothing. It judges what a command would run with; what a
 * server reads besides is told apart. One use.
 */
final class Examination {
    private static final long LITTLE_SPACE = 500L << 20;
    private static final int MEBIBYTE = 20;

    private final MachineFacts machine;
    private final Supplier<LucidConfig> configuration;
    private final Supplier<LucidConfig> serverConfiguration;
    private final Choices choices;
    private final List<Finding> findings = new ArrayList<>();

    Examination(
            MachineFacts machine,
            Supplier<LucidConfig> configuration,
            Supplier<LucidConfig> serverConfiguration,
            Choices choices) {
        this.machine = requireNonNull(machine, "machine");
        this.configuration = requireNonNull(configuration, "configuration");
        this.serverConfiguration = requireNonNull(serverConfiguration, "serverConfiguration");
        this.choices = requireNonNull(choices, "choices");
    }

    List<Finding> findings() {
        findings.add(Finding.good("Java", Runtime.version().toString()));
        try {
            var config = configuration.get();
            data(config);
            database(config);
            var confinement = sandboxes(config);
            models(config, confinement);
            git();
            server(config);
            awaited(config);
        } catch (CannotStart e) {
            e.problems()
                    .forEach(problem -> findings.add(
                            Finding.problem("configuration", problem, "Mend it, and look again: ./lucid doctor")));
        }

        return List.copyOf(findings);
    }

    private void data(LucidConfig config) {
        var place = existing(config.data());
        var other = "Choose another one: --data DIR or LUCID_DATA.";
        if (isClosed(place)) {
            findings.add(Finding.problem("data", config.data() + ": this user may not write to " + place, other));
            return;
        }
        try {
            var free = Files.getFileStore(place).getUsableSpace();
            var words = config.data() + ", " + (free >> MEBIBYTE) + " MB free";
            findings.add(
                    free < LITTLE_SPACE
                            ? Finding.warning("data", words, "Make room: a database and workspaces will lie there.")
                            : Finding.good("data", words));
        } catch (IOException e) {
            findings.add(Finding.problem("data", config.data() + ": " + Reasons.of(e), other));
        }
    }

    /** The folder itself, or the nearest one above it that is there. */
    private static Path existing(Path folder) {
        var place = folder;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }

        return place;
    }

    private static boolean isClosed(Path place) {
        return !Files.isDirectory(place) || !Files.isWritable(place);
    }

    private void database(LucidConfig config) {
        config.database().ifPresentOrElse(this::operated, () -> embedded(config.data()));
    }

    private void operated(DatabaseAddress address) {
        try {
            PostgresStore.examine(address);
            findings.add(Finding.good("database", "your own, which answers and is migrated: " + address));
        } catch (PortFailure e) {
            findings.add(Finding.problem(
                    "database",
                    String.valueOf(e.getMessage()),
                    "It is your own, " + address
                            + ". Without DATABASE_URL, the PostgreSQL that comes with Lucid serves."));
        }
    }

    private void embedded(Path data) {
        try {
            EmbeddedPostgres.examine(data);
            findings.add(Finding.good("database", "the PostgreSQL that comes with Lucid, in the data directory"));
        } catch (PortFailure e) {
            findings.add(Finding.problem(
                    "database",
                    String.valueOf(e.getMessage()),
                    "Mend that, or set DATABASE_URL to a PostgreSQL of your own."));
        }
    }

    private Optional<Confinement> sandboxes(LucidConfig config) {
        var place = existing(config.workspaces());
        if (isClosed(place)) {
            findings.add(Finding.problem(
                    "sandboxes",
                    "workspaces can't be made in " + config.workspaces() + ": this user may not write to " + place,
                    "Choose another place: WORKSPACE_BASE_PATH or --data DIR."));
            return Optional.empty();
        }
        var image = ChosenSandboxes.pulledFirst(config, choices.unconfined());
        if (image.isPresent()) {
            findings.add(Finding.warning(
                    "sandboxes",
                    "the Docker engine has no image " + image.get()
                            + ": the next start pulls it, which may take minutes",
                    "To have it before: docker pull " + image.get()));
            return Optional.empty();
        }
        try {
            var confinement = SandboxTrial.of(config, machine, choices.unconfined());
            findings.add(
                    confinement.confined()
                            ? Finding.good("sandboxes", (confinement.words() + " " + confinement.advice()).strip())
                            : Finding.warning(
                                    "sandboxes",
                                    confinement.words(),
                                    choices.unconfined()
                                            ? "Leave --unconfined out to have them confined."
                                            : CautiousModels.REFUSAL));
            return Optional.of(confinement);
        } catch (PortFailure e) {
            findings.add(Finding.problem(
                    "sandboxes",
                    String.valueOf(e.getMessage()),
                    "Agents' commands can't run on this machine like this."));
            return Optional.empty();
        }
    }

    private void models(LucidConfig config, Optional<Confinement> confinement) {
        try (var registry = ModelChoice.unrecorded(config, machine.clock())) {
            var standard = registry.standard();
            if (standard.equals(ModelRegistry.SCRIPTED)) {
                findings.add(scripted(registry));
            } else {
                asked(registry, standard);
                if (!choices.unconfined()
                        && confinement.filter(one -> !one.confined()).isPresent()) {
                    findings.add(Finding.problem(
                            "models", standard + " will not be asked on this machine", CautiousModels.REFUSAL));
                }
            }
        } catch (PortFailure e) {
            findings.add(
                    Finding.problem("models", String.valueOf(e.getMessage()), "Mend the file, or unset its variable."));
        }
    }

    private static Finding scripted(ModelRegistry registry) {
        var wanted = registry.wanted();

        return registry.missingKey(wanted)
                .map(variable -> Finding.warning(
                        "models",
                        wanted + " is to be asked, and has no key: until then the scripted one plays a part",
                        "Set " + variable + ", or choose another with DEFAULT_MODEL_PROVIDER."))
                .orElseGet(() -> Finding.warning(
                        "models",
                        "only the scripted one, which plays a part",
                        "Set ANTHROPIC_API_KEY, OPENAI_API_KEY, GOOGLE_API_KEY, or LLM_BASE_URL with DEFAULT_MODEL."));
    }

    private void asked(ModelRegistry registry, ModelRef standard) {
        findings.add(registry.missingKey(standard)
                .map(variable -> Finding.problem(
                        "models",
                        standard + " is to be asked, and has no key",
                        "Set " + variable + ", or choose another with DEFAULT_MODEL_PROVIDER."))
                .orElseGet(() ->
                        Finding.good("models", standard + " unless a chat names another: " + registry.available())));
    }

    private void git() {
        try {
            findings.add(Finding.good(
                    "git", GitPrograms.find(machine.searchPath()).git().toString()));
        } catch (PortFailure e) {
            findings.add(Finding.warning("git", String.valueOf(e.getMessage()), "Without it, --repo can't be used."));
        }
    }

    /** What a server would make of it, with the file that it alone reads. Nothing of this keeps a command from its work. */
    private void server(LucidConfig config) {
        try {
            var serving = serverConfiguration.get();
            var besides = new TreeMap<>(serving.given());
            besides.entrySet().removeAll(config.given().entrySet());
            if (!besides.isEmpty()) {
                findings.add(Finding.good(
                        "server",
                        "also reads " + machine.workingDirectory().resolve(ConfigReading.FILE) + ", which sets "
                                + besides.keySet() + "; other commands do not"));
            }
            credentials(serving);
        } catch (CannotStart e) {
            e.problems()
                    .forEach(problem -> findings.add(Finding.warning(
                            "server",
                            "can't be started: " + problem,
                            "Mend it before ./lucid serve; other commands work without it.")));
        }
    }

    private void credentials(LucidConfig serving) {
        var admission = Admission.of(serving, machine);
        var anywhere = new ListenAddress(Optional.empty(), OptionalInt.empty());
        admission
                .problems(anywhere, choices.unconfined())
                .forEach(problem -> findings.add(Finding.warning(
                        "server",
                        "can't be started: " + problem,
                        "Mend it before ./lucid serve; other commands work without it.")));
        findings.add(Finding.good("server", admission.words()));
        admission
                .elsewhere()
                .ifPresent(words -> findings.add(
                        Finding.warning("server", words, "Set DATABASE_URL to Supabase's database: docs/supabase.md")));
    }

    private void awaited(LucidConfig config) {
        config.given().keySet().stream()
                .sorted()
                .forEach(variable -> variable.awaited()
                        .ifPresent(feature -> findings.add(Finding.warning(
                                "configuration",
                                variable + " is set and has no effect in this version",
                                "It is for " + feature + "."))));
    }
}
