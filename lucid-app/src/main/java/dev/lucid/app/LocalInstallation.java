package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Choices;
import dev.lucid.cli.Engine;
import dev.lucid.cli.Finding;
import dev.lucid.cli.Installation;
import dev.lucid.cli.ListenAddress;
import dev.lucid.cli.Rotation;
import dev.lucid.cli.ServerAddress;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.Migrations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lucid on this machine, as it is configured. */
final class LocalInstallation implements Installation {
    private final MachineFacts machine;
    private final Map<String, String> environment;
    private final Consumer<String> voice;

    /** {@code voice} tells a person what happens beside a command. */
    LocalInstallation(MachineFacts machine, Map<String, String> environment, Consumer<String> voice) {
        this.voice = requireNonNull(voice, "voice");
        this.machine = requireNonNull(machine, "machine");
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Engine open(Choices choices, Purpose purpose) {
        var config = configured(choices, reading().forCommand(choices));
        Logging.to(config, false);
        if (choices.server().isPresent()) {
            return remotes(config).open(choices.server().get(), choices);
        }
        var own = ConcurrentHashMap.<ChatId>newKeySet();
        var use = new StandardLucid.Use(choices.unconfined(), purpose == Purpose.WORK, false, own::contains);

        // One task is no reason to keep containers waiting.
        var alone = config.with(Variable.LUCID_POOL, "0");

        return starting(() -> {
            var standard = StandardLucid.open(alone, machine, use);
            var floor = DiskFloor.under(config.data(), config.minimumFreeMegabytes());

            return new LocalEngine(standard, own, machine.clock(), floor);
        });
    }

    @Override
    public Server serve(Choices choices, ListenAddress address) {
        var config = configured(choices, reading().forServer(choices));
        Logging.to(config, true);
        var problems = Admission.of(config, machine).problems(address, choices.unconfined());
        if (!problems.isEmpty()) {
            throw new CannotStart(problems);
        }
        var use = new StandardLucid.Use(choices.unconfined(), true, !config.isLocal(), _ -> true);

        return starting(() -> StandardServer.start(config, machine, use, address));
    }

    @Override
    public void login(Choices choices, ServerAddress server, Secret token) {
        remotes(reading().forCommand(choices)).login(server, token);
    }

    @Override
    public Optional<String> logout(Choices choices) {
        return remotes(reading().forCommand(choices)).logout();
    }

    private Remotes remotes(LucidConfig config) {
        return new Remotes(config, machine.clock(), voice);
    }

    @Override
    public List<Finding> examine(Choices choices) {
        return new Examination(
                        machine,
                        () -> configured(choices, reading().forCommand(choices)),
                        () -> configured(choices, reading().forServer(choices)),
                        choices)
                .findings();
    }

    @Override
    public List<String> migrate(String ownerAddress) {
        DatabaseAddress owner;
        try {
            owner = DatabaseAddress.of(ownerAddress);
        } catch (IllegalArgumentException e) {
            throw new CannotStart("--database-url can't be used: " + e.getMessage() + ".");
        }
        return starting(() -> {
            new Migrations(owner).run();
            return List.of("The database has this version's schema.");
        });
    }

    @Override
    public Rotation rotateKey(Choices choices) {
        var config = configured(choices, reading().forServer(choices));
        Logging.to(config, false);
        var use = new StandardLucid.Use(choices.unconfined(), false, false, _ -> false);

        return starting(() -> {
            try (var standard = StandardLucid.open(config, machine, use)) {
                var report = standard.rekeying().run();
                return new Rotation(report.changed(), report.current(), report.unreadable());
            }
        });
    }

    @Override
    public String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("of a build without a name");
    }

    private ConfigReading reading() {
        return new ConfigReading(environment, machine.home(), machine.workingDirectory());
    }

    private static LucidConfig configured(Choices choices, LucidConfig config) {
        var sandbox = choices.sandbox().orElseGet(config::sandbox);
        Variable.LUCID_SANDBOX.fault(sandbox).ifPresent(fault -> {
            throw new CannotStart("--sandbox " + fault + ".");
        });
        return config.with(Variable.LUCID_SANDBOX, sandbox);
    }

    /** What a person must mend before Lucid can start is a matter of configuration. */
    private static <T> T starting(Supplier<T> start) {
        try {
            return start.get();
        } catch (PortFailure.Permanent e) {
            throw new CannotStart(String.valueOf(e.getMessage()));
        }
    }
}
