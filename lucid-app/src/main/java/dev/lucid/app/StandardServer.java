package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Installation;
import dev.lucid.cli.ListenAddress;
import dev.lucid.javalin.LocalMode;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.Verbs;
import dev.lucid.javalin.lucidai.EngineStatus;
import dev.lucid.javalin.lucidai.LucidAi;
import dev.lucid.javalin.lucidai.StoredChats;
import dev.lucid.postgres.StoredForm;
import java.util.ArrayList;
import java.util.List;

/** The server as it stands when nobody wants it otherwise: for this machine's own user, or for whoever shows credentials. */
final class StandardServer implements Installation.Server {
    private static final String LOOPBACK = "127.0.0.1";

    private final StandardLucid standard;
    private final LucidServer server;
    private final String host;
    private final List<String> notices;

    private StandardServer(StandardLucid standard, LucidServer server, String host, List<String> notices) {
        this.standard = requireNonNull(standard, "standard");
        this.server = requireNonNull(server, "server");
        this.host = requireNonNull(host, "host");
        this.notices = List.copyOf(notices);
    }

    static StandardServer start(
            LucidConfig config, MachineFacts machine, StandardLucid.Use use, ListenAddress address) {
        var host = address.host().orElse(LOOPBACK);
        if (!config.isLocal()) {
            throw new CannotStart(config.credentials() + " asks for credentials, which nobody checks yet.");
        }
        var standard = StandardLucid.open(config, machine, use);
        try {
            var verbs = verbs(standard);
            var wire = new LucidAi(verbs, () -> status(standard), machine.clock());
            var stored = new StoredChats(verbs, new StoredForm()::text);
            var settings = new ServerSettings(host, address.port().orElse(config.port()), config.limits());
            var server = new LucidServer(settings, new LocalMode(config.allowedOrigins()), List.of(wire, stored));
            server.start();

            return new StandardServer(standard, server, host, notices(config, standard));
        } catch (RuntimeException e) {
            standard.close();
            throw e;
        }
    }

    private static Verbs verbs(StandardLucid standard) {
        var lucid = standard.lucid();

        return new Verbs(
                lucid.startChat(),
                command -> LogContext.about(
                        command.chat(), () -> lucid.sendMessage().send(command)),
                command -> LogContext.about(
                        command.chat(), () -> lucid.controlTurn().control(command)),
                lucid.readChats(),
                lucid.watchChat(),
                lucid.browseWorkspace());
    }

    private static EngineStatus status(StandardLucid standard) {
        var running = standard.lucid().running();
        var model = standard.models().standard();

        return new EngineStatus(!model.provider().equals("scripted"), false, running, running, model.model());
    }

    private static List<String> notices(LucidConfig config, StandardLucid standard) {
        var notices = new ArrayList<String>();
        notices.add("Data: " + config.data());
        notices.add("Agents' commands: " + standard.confinement().words());
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
        Closing.inOrder(server, standard);
    }
}
