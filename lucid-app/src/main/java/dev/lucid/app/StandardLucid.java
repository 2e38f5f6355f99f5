package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.app.tracing.Tracing;
import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.egress.SandboxOutlets;
import dev.lucid.githost.GitRepositories;
import dev.lucid.javalin.RelayLimits;
import dev.lucid.javalin.RequestWatch;
import dev.lucid.javalin.SocketRelays;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.local.LocalOutputFiles;
import dev.lucid.local.LocalRemains;
import dev.lucid.local.LocalRemains.Folder;
import dev.lucid.local.LocalWorkspaces;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.postgres.Rekeying;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lucid as it stands when nobody wants it otherwise: PostgreSQL, sandboxes, the configured models, git, the web. The
 * one place where adapters and use cases meet. Safe for many threads.
 */
final class StandardLucid implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StandardLucid.class);
    /** How long the process that somebody speaks to is given to take the chat up, before another does. */
    private static final Duration COURTESY = Duration.ofSeconds(1);

    private final LucidConfig config;
    private final MachineFacts machine;
    private final Use use;
    private final UUID self = UUID.randomUUID();
    private final Lazy<Processes> processes;
    private final Lazy<Database> database;
    private final Lazy<ChosenSandboxes> sandboxes;
    private final CountedSandboxes counted;
    private final Lazy<SocketRelays> relays;
    private final Lazy<SandboxOutlets> outlets;
    private final Lazy<ModelRegistry> registry;
    private final LocalWorkspaces workspaces;
    private final WaysOut waysOut;
    private final CautiousModels models;
    private final Optional<Tracing> tracing;
    private final Lazy<Lucid> lucid;

    /**
     * What a process does with Lucid.
     *
     * @param unconfined whether agents' commands may run without confinement
     * @param works whether an agent is about to work, so that what it needs is prepared meanwhile
     * @param forUsers whether users are served that show credentials, and have no business with this machine's own disk
     * @param mine the chats that this process runs
     */
    record Use(boolean unconfined, boolean works, boolean forUsers, Predicate<ChatId> mine) {
        Use {
            requireNonNull(mine, "mine");
        }
    }

    private StandardLucid(LucidConfig config, MachineFacts machine, Use use) {
        this.config = config;
        this.machine = machine;
        this.use = use;
        processes = new Lazy<>(() -> Processes.enter(config.data(), self));
        database = new Lazy<>(() -> Database.open(config, self));
        sandboxes = new Lazy<>(() -> ChosenSandboxes.of(config, machine, use.unconfined()));
        counted = new CountedSandboxes(new LazySandboxes(sandboxes));
        relays = new Lazy<>(() -> new SocketRelays(
                config.workspaces().resolve(Relays.FOLDER), RelayLimits.standard(config.turns()), machine.clock()));
        outlets = new Lazy<>(() -> WaysOut.ofSandboxes(config, machine.clock()));
        registry = new Lazy<>(() -> ModelChoice.registry(config, machine.clock()));
        workspaces = new LocalWorkspaces(config.workspaces());
        waysOut = new WaysOut(config, machine, use.forUsers());
        models = new CautiousModels(registry, this::permits);
        tracing = config.traces().map(Tracing::start);
        lucid = new Lazy<>(this::assembled);
    }

    /** Opens everything that is needed at once, and the rest when it is needed. What fails leaves nothing open. */
    static StandardLucid open(LucidConfig config, MachineFacts machine, Use use) {
        var standard = new StandardLucid(config, machine, use);
        try {
            standard.begin();
        } catch (RuntimeException e) {
            standard.close();
            throw e;
        }

        return standard;
    }

    private void begin() {
        PrivateFolder.make(config.data());
        processes.get();
        if (use.works()) {
            // The database takes longest to start, so all else is made meanwhile.
            var starting = Meanwhile.making(database);
            var confining = Meanwhile.making(sandboxes);
            registry.get();
            relays.get();
            try {
                confining.done();
            } finally {
                // A database that is only half there can't be ended.
                starting.settled();
            }
        }
        processes.get().bury(database.get().store().leases()::abandon);
        if (use.works()) {
            note();
        }
        lucid.get();
    }

    /** Before anything of this store's sessions can lie there: whoever sweeps the same folders must know of them. */
    private void note() {
        try {
            remains().note(database.get().store().sessionRecords().store());
        } catch (PortFailure.Permanent e) {
            LOG.warn(
                    "Where this store's sessions lie can't be noted, so that another server may take them for nobody's: {}",
                    e.getMessage());
        }
    }

    private Lucid assembled() {
        var store = database.get().store();

        var builder = Lucid.builder()
                .store(log(store.log()), leases(store.leases()), store.chats())
                .edits(store.chatEdits())
                .sessions(store.sessions(), store.sessionDrafts())
                .accounts(store.users(), store.tickets())
                .integrations(store.integrations())
                .models(tracing.<LanguageModels>map(traced -> traced.models(models))
                        .orElse(models))
                .sandboxes(new CautiousSandboxes(reaching(), store.chats(), () -> !unconfinedByNeed(), this::isBundled))
                .readySessions(
                        config.pool() == 0
                                ? ReadySessions.NONE
                                : user -> sandboxes.get().take(user))
                .workspaces(workspaces)
                .outputs(new LocalOutputFiles(config.outputs()))
                .repositories(waysOut.repositories(this::workspace))
                .relays(new LazyRelays(relays), waysOut.traffic())
                .hosts(waysOut.hosts())
                .web(waysOut.pages())
                .rules(config.rules())
                .clock(machine.clock())
                .courtesy(COURTESY)
                .grace(config.grace())
                .turns(config.turns())
                .housekeeping(remains(), store.sessionRecords(), config.retention())
                .only(use.mine());
        if (use.forUsers()) {
            builder.chatsPerUser(config.chatsPerUser());
        }

        return builder.build();
    }

    /** Where the parts of Lucid keep what sessions have on this machine. */
    private Remains remains() {
        return new LocalRemains(
                List.of(
                        Folder.ofWorkspaces(config.workspaces()),
                        Folder.ofWorkspaces(config.outputs()),
                        new Folder(config.repositories(), GitRepositories.ENDINGS)),
                config.workspaces().resolve(Relays.FOLDER),
                config.workspaces().resolve(".lucid").resolve("sweep.lock"));
    }

    private Sandboxes reaching() {
        return config.allowedHosts().isEmpty() ? counted : new OutgoingSandboxes(counted, outlets);
    }

    private EventLog log(EventLog log) {
        return tracing.map(traced -> traced.log(log)).orElse(log);
    }

    private Leases leases(Leases leases) {
        var marked = new MarkedLeases(leases);

        return tracing.<Leases>map(traced -> traced.leases(marked)).orElse(marked);
    }

    /** What is told of requests to a server of this Lucid. */
    RequestWatch requestWatch() {
        return tracing.map(Tracing::requests).orElseGet(RequestWatch::none);
    }

    Lucid lucid() {
        return lucid.get();
    }

    /** Changes the key that tokens lie under. */
    Rekeying rekeying() {
        return database.get().store().rekeying();
    }

    CautiousModels models() {
        return models;
    }

    /** Whether that process lives on this data directory. */
    boolean isBeside(UUID process) {
        return processes.get().knows(process);
    }

    /** How many sandboxes are open in this process: those of turns that run, and of such as wait for people a while. */
    int openSandboxes() {
        return counted.count();
    }

    /** How well agents' commands are kept in. */
    Confinement confinement() {
        return sandboxes.get().confinement();
    }

    /** Whether containers were to wait for sessions, and there are none. */
    boolean lacksPool() {
        return config.pool() > 0 && !sandboxes.get().canWait();
    }

    /** Whether commands run without confinement although nobody has accepted that. */
    boolean unconfinedByNeed() {
        return !use.unconfined() && !confinement().confined();
    }

    private boolean permits(ModelRef model) {
        return isBundled(model) || !unconfinedByNeed();
    }

    /** Whether it plays the script that comes with Lucid, whose commands are known. */
    private boolean isBundled(ModelRef model) {
        return model.equals(ModelRegistry.SCRIPTED) && config.script().isEmpty();
    }

    private Path workspace(SandboxSpec session) {
        return config.workspaces()
                .resolve(session.user().toString())
                .resolve(session.session().toString());
    }

    /** Ends turns, sandboxes, and the database, in this order; returns in time whatever happens. */
    @Override
    public void close() {
        Closing.inOrder(
                () -> lucid.end(Lucid::close),
                () -> sandboxes.end(ChosenSandboxes::close),
                () -> relays.end(SocketRelays::close),
                () -> outlets.end(SandboxOutlets::close),
                () -> registry.end(ModelRegistry::close),
                waysOut,
                workspaces,
                () -> database.end(Database::close),
                () -> tracing.ifPresent(Tracing::close),
                () -> processes.end(Processes::close));
    }
}
