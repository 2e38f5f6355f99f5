package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.Lucid;
import dev.lucid.cli.Installation;
import dev.lucid.cli.ListenAddress;
import dev.lucid.javalin.CredentialSources;
import dev.lucid.javalin.Credentials;
import dev.lucid.javalin.Identity;
import dev.lucid.javalin.LocalMode;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.Metrics;
import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.SocketTickets;
import dev.lucid.javalin.Verbs;
import dev.lucid.javalin.lucidai.EngineStatus;
import dev.lucid.javalin.lucidai.LucidAi;
import dev.lucid.javalin.lucidai.StoredChats;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.postgres.StoredForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server as it stands when nobody wants it otherwise: for this machine's own user, or for whoever shows credentials. */
final class StandardServer implements Installation.Server {
    private static final Logger LOG = LoggerFactory.getLogger(StandardServer.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    private static final String LOOPBACK = "127.0.0.1";

    private final StandardLucid standard;
    private final EngineWatch engine;
    private final LucidServer server;
    private final Sweeper sweeper;
    private final String host;
    private final List<String> notices;

    private StandardServer(
            StandardLucid standard, EngineWatch engine, LucidServer server, String host, List<String> notices) {
        this.standard = requireNonNull(standard, "standard");
        this.engine = requireNonNull(engine, "engine");
        this.server = requireNonNull(server, "server");
        this.sweeper = Sweeper.begin(standard.lucid().sweepRemains(), BETWEEN_SWEEPS);
        this.host = requireNonNull(host, "host");
        this.notices = List.copyOf(notices);
    }

    static StandardServer start(
            LucidConfig config, MachineFacts machine, StandardLucid.Use use, ListenAddress address) {
        var host = address.host().orElse(LOOPBACK);
        var standard = StandardLucid.open(config, machine, use);
        try {
            return over(standard, config, machine, host, address);
        } catch (RuntimeException e) {
            standard.close();
            throw e;
        }
    }

    private static StandardServer over(
            StandardLucid standard, LucidConfig config, MachineFacts machine, String host, ListenAddress address) {
        var engine = EngineWatch.begin(() -> ChosenSandboxes.couldBeContainers(config), BETWEEN_LOOKS);
        try {
            var settings = new ServerSettings(host, address.port().orElse(config.port()), config.limits());
            var floor = DiskFloor.under(config.data(), config.minimumFreeMegabytes());
            var verbs = verbs(standard.lucid(), floor);
            var wires = List.of(
                    new LucidAi(verbs, () -> status(config, standard, engine), machine.clock()),
                    new StoredChats(verbs, new StoredForm()::text),
                    new SocketTickets(standard.lucid().useTickets()));
            var server = new LucidServer(
                    settings,
                    identity(config, machine, standard.lucid()),
                    wires,
                    metrics(standard),
                    standard.requestWatch());
            server.start();
            var admission = Admission.of(config, machine);
            admission.elsewhere().ifPresent(LOG::warn);
            admission.warnings().forEach(LOG::warn);

            return new StandardServer(standard, engine, server, host, notices(config, admission, standard));
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static Identity identity(LucidConfig config, MachineFacts machine, Lucid lucid) {
        if (config.isLocal()) {
            return new LocalMode(config.allowedOrigins());
        }
        var sources = new CredentialSources(
                config.secret(Variable.SUPABASE_JWT_SECRET),
                config.address(Variable.SUPABASE_URL).map(CredentialSources::keysOf),
                config.secret(Variable.INTERNAL_API_KEY));

        return new Credentials(
                sources, config.allowedOrigins(), lucid.recogniseUser(), lucid.useTickets(), machine.clock());
    }

    private static Metrics metrics(StandardLucid standard) {
        var metrics = new Metrics();
        metrics.gauge(
                "lucid.turns.running",
                "Turns that run in this process",
                () -> standard.lucid().running());

        return metrics;
    }

    /** All that people can do with that Lucid, while there is room. */
    static Verbs verbs(Lucid lucid, DiskFloor floor) {
        return new Verbs(
                floor.starting(lucid.startChat()),
                floor.sending(lucid.sendMessage()),
                lucid.controlTurn(),
                lucid.readChats(),
                lucid.watchChat(),
                lucid.manageChats(),
                lucid.manageSessions(),
                lucid.browseWorkspace(),
                lucid.browseSession(),
                lucid.connectHosts());
    }

    private static EngineStatus status(LucidConfig config, StandardLucid standard, EngineWatch engine) {
        var model = standard.models().standard();
        var database = config.database().isPresent() ? EngineStatus.Database.EXTERNAL : EngineStatus.Database.EMBEDDED;

        return new EngineStatus(
                !model.equals(ModelRegistry.SCRIPTED),
                engine.available(),
                standard.openSandboxes(),
                standard.lucid().running(),
                model.model(),
                Optional.of(database));
    }

    private static List<String> notices(LucidConfig config, Admission admission, StandardLucid standard) {
        var notices = new ArrayList<String>();
        notices.add("Data: " + config.data());
        notices.add("The server " + admission.words() + ".");
        admission.elsewhere().ifPresent(notices::add);
        notices.addAll(admission.warnings());
        var confinement = standard.confinement();
        notices.add("Agents' commands: " + confinement.words());
        if (!confinement.advice().isEmpty()) {
            notices.add(confinement.advice());
        }
        if (standard.lacksPool()) {
            notices.add("LUCID_POOL has no effect here: commands don't run in containers.");
        }
        if (standard.unconfinedByNeed()) {
            notices.add(CautiousModels.REFUSAL + " Until then only the bundled script runs.");
        }
        config.given().keySet().stream()
                .sorted()
                .forEach(variable -> variable.awaited()
                        .ifPresent(feature ->
                                notices.add(variable + " has no effect in this version: it is for " + feature + ".")));

        return notices;
    }

    @Override
    public String address() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
    }

    @Override
    public List<String> notices() {
        return notices;
    }

    @Override
    public void close() {
        Closing.inOrder(server, engine, sweeper, standard);
    }
}
