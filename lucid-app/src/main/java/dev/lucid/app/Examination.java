package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Choices;
import dev.lucid.cli.Finding;
import dev.lucid.githost.GitPrograms;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.local.LocalConfig;
import dev.lucid.local.LocalSandboxes;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at what Lucid needs and finds on this machine, and changes nothing. One use. */
final class Examination {
    private static final long LITTLE_SPACE = 500L << 20;
    private static final int MEBIBYTE = 20;

    private final MachineFacts machine;
    private final Supplier<LucidConfig> configuration;
    private final Choices choices;
    private final List<Finding> findings = new ArrayList<>();

    Examination(MachineFacts machine, Supplier<LucidConfig> configuration, Choices choices) {
        this.machine = requireNonNull(machine, "machine");
        this.configuration = requireNonNull(configuration, "configuration");
        this.choices = requireNonNull(choices, "choices");
    }

    List<Finding> findings() {
        findings.add(Finding.good("Java", Runtime.version().toString()));
        try {
            var config = configuration.get();
            data(config);
            database(config);
            var confinement = sandboxes();
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
        var place = config.data();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        var other = "Choose another one: --data DIR or LUCID_DATA.";
        if (!Files.isDirectory(place) || !Files.isWritable(place)) {
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

    private void database(LucidConfig config) {
        findings.add(Finding.good(
                "database",
                config.database()
                        .map(address -> "your own: " + address)
                        .orElse("the PostgreSQL that comes with Lucid, in the data directory")));
    }

    /** Tries the sandboxes out in a folder that is thrown away. */
    private Optional<Confinement> sandboxes() {
        try {
            var folder = Files.createTempDirectory("lucid-doctor");
            try (var sandboxes = new LocalSandboxes(new LocalConfig(folder))) {
                var confinement = sandboxes.confinement();
                findings.add(
                        confinement.confined()
                                ? Finding.good("sandboxes", confinement.words())
                                : Finding.warning("sandboxes", confinement.words(), CautiousModels.REFUSAL));
                return Optional.of(confinement);
            } finally {
                remove(folder);
            }
        } catch (IOException | PortFailure e) {
            findings.add(Finding.problem(
                    "sandboxes",
                    String.valueOf(e.getMessage()),
                    "Agents' commands can't run on this machine like this."));
            return Optional.empty();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private void models(LucidConfig config, Optional<Confinement> confinement) {
        try (var registry = ModelChoice.unrecorded(config, machine.clock())) {
            var standard = registry.standard();
            if (standard.equals(ModelRegistry.SCRIPTED)) {
                findings.add(Finding.warning(
                        "models",
                        "only the scripted one, which plays a part",
                        "Set ANTHROPIC_API_KEY, OPENAI_API_KEY, GOOGLE_API_KEY, or LLM_BASE_URL with DEFAULT_MODEL."));
            } else {
                findings.add(
                        Finding.good("models", standard + " unless a chat names another: " + registry.available()));
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

    private void git() {
        try {
            findings.add(Finding.good(
                    "git", GitPrograms.find(machine.searchPath()).git().toString()));
        } catch (PortFailure e) {
            findings.add(Finding.warning("git", String.valueOf(e.getMessage()), "Without it, --repo can't be used."));
        }
    }

    private void server(LucidConfig config) {
        if (config.credentials().isEmpty()) {
            findings.add(Finding.good(
                    "server", "in local mode: whoever has an account on this machine may use it while it runs"));
        } else {
            findings.add(Finding.warning(
                    "server",
                    "can't be started: " + config.credentials()
                            + " asks for credentials, which are not in this version",
                    "Take it out to serve this machine alone."));
        }
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
