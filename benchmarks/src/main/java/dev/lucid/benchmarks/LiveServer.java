package dev.lucid.benchmarks;

import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.javalin.LocalMode;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.Verbs;
import dev.lucid.javalin.lucidai.EngineStatus;
import dev.lucid.javalin.lucidai.LucidAi;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.llm.ModelSettings;
import dev.lucid.llm.ModelSettingsBuilder;
import dev.lucid.local.LocalConfig;
import dev.lucid.local.LocalSandboxes;
import dev.lucid.local.LocalWorkspaces;
import dev.lucid.port.workspace.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/** The real server, the real agent and real sandboxes on a database, as the program wires them, in this process. */
final class LiveServer implements AutoCloseable {
    private final ModelRegistry models;
    private final Sandboxes sandboxes;
    private final Runnable ending;
    private final LocalWorkspaces workspaces;
    private final Lucid lucid;
    private final LucidServer server;

    /** Plays that script, or runs no turn at all where it is empty. Commands are processes of this machine. */
    LiveServer(Database database, String script) throws IOException {
        this(database, script, new LocalSandboxes(new LocalConfig(workspaces(database))));
    }

    private LiveServer(Database database, String script, LocalSandboxes sandboxes) throws IOException {
        this(database, script, sandboxes, sandboxes::close);
    }

    /** The same with other sandboxes, whose workspaces lie where {@link #workspaces} says, and with what ends them. */
    LiveServer(Database database, String script, Sandboxes sandboxes, Runnable ending) throws IOException {
        this.sandboxes = sandboxes;
        this.ending = ending;
        models = new ModelRegistry(settings(database, script), InstantSource.system());
        workspaces = new LocalWorkspaces(workspaces(database));
        var store = database.store();
        var builder = Lucid.builder()
                .store(store.log(), store.leases(), store.chats())
                .models(models)
                .sandboxes(sandboxes)
                .workspaces(workspaces)
                .rules(patient());
        lucid = script.isEmpty() ? builder.withoutTurns().build() : builder.build();
        server = serving(lucid, new EngineStatus(true, false, 0, 0, "scripted"));
    }

    /** Where its workspaces lie. */
    static Path workspaces(Database database) {
        return database.folder().resolve("workspaces");
    }

    /** Starts the real server before what people can do with that Lucid, on a free port of this machine. */
    static LucidServer serving(Lucid lucid, EngineStatus status) {
        var verbs = new Verbs(
                lucid.startChat(),
                lucid.sendMessage(),
                lucid.controlTurn(),
                lucid.readChats(),
                lucid.watchChat(),
                lucid.browseWorkspace());
        var server = new LucidServer(
                new ServerSettings("127.0.0.1", 0),
                new LocalMode(List.of()),
                List.of(new LucidAi(verbs, () -> status, InstantSource.system())));
        server.start();

        return server;
    }

    private static ModelSettings settings(Database database, String script) throws IOException {
        if (script.isEmpty()) {
            return ModelSettings.SCRIPTED;
        }
        var file = Files.createTempFile(database.folder(), "script", ".yaml");

        return new ModelSettingsBuilder()
                .script(Files.writeString(file, script))
                .build();
    }

    private static TurnRules patient() {
        var standard = TurnRules.STANDARD;
        return new TurnRules(
                100_000,
                Duration.ofHours(1),
                OptionalLong.empty(),
                OptionalLong.empty(),
                standard.window(),
                standard.approval(),
                standard.approvalTime());
    }

    Lucid lucid() {
        return lucid;
    }

    Sandboxes sandboxes() {
        return sandboxes;
    }

    int port() {
        return server.port();
    }

    int sockets() {
        return server.sockets();
    }

    @Override
    public void close() {
        server.close();
        lucid.close();
        workspaces.close();
        ending.run();
        models.close();
    }
}
