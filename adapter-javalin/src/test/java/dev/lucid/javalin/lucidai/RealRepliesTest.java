package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.application.Lucid;
import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.javalin.Limits;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.Metrics;
import dev.lucid.javalin.NamedUsers;
import dev.lucid.javalin.RequestWatch;
import dev.lucid.javalin.RestClient;
import dev.lucid.javalin.RestClient.Reply;
import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.SocketTickets;
import dev.lucid.javalin.TestServer;
import dev.lucid.javalin.Verbs;
import dev.lucid.memory.InMemoryGitHosts;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.postgres.Migrations;
import dev.lucid.postgres.PostgresStore;
import dev.lucid.postgres.StoredForm;
import dev.lucid.postgres.TokenCipher;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each route once, with the real use cases on PostgreSQL behind it: what it answers is what the document says. Held
 * against that by the client itself.
 */
class RealRepliesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "walker";
    private static final String TOKEN = "ghp_of_the_walk";

    @TempDir
    private static Path folder;

    private static List<AutoCloseable> open = new ArrayList<>();
    private static LucidServer server;
    private static RestClient client;

    private final Set<String> asked = new TreeSet<>();

    @BeforeAll
    static void start() {
        var postgres = opened(EmbeddedPostgres.start(folder, Path.of("target", "postgres-programs")));
        var migrations = new Migrations(postgres.owner());
        migrations.run();
        migrations.grantServer(postgres.server().password());
        var store = opened(PostgresStore.open(
                postgres::server,
                UUID.randomUUID(),
                new TokenCipher(new Secret("what tokens lie under in this test"), List.of(), TokenCipher.Form.GCM)));
        store.users().see(new Account(UserId.ofSubject(USER)));
        server = opened(serve(opened(lucid(store))));
        client = RestClient.of(server.port(), USER);
    }

    @AfterAll
    static void stop() throws Exception {
        for (var closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void everyRouteAnswersAsItIsDescribed() {
        theServerItself();
        var session = aSession();
        var chat = aChat();
        integrations();
        ask("DELETE", "/api/v1/sessions/{session_id}", "/api/v1/sessions/" + session, "");
        ask("DELETE", "/api/v1/chats/{chat_id}", "/api/v1/chats/" + chat, "");

        assertThat(asked)
                .isEqualTo(server.routes().stream()
                        .map(route -> route.method() + " " + route.path())
                        .filter(route -> !route.equals("GET /api/v1/ws"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private void theServerItself() {
        for (var path : List.of(
                "/",
                "/health",
                "/openapi.json",
                "/docs",
                "/docs/manual.js",
                "/docs/manual.css",
                "/api/v1/sessions",
                "/api/v1/profiles")) {
            ask("GET", path, path, "");
        }
        var figures = client.get("/metrics");
        asked.add("GET /metrics");
        assertThat(figures.status()).isIn(200, 404);
        ask("POST", "/api/v1/ws-tickets", "/api/v1/ws-tickets", "");
    }

    private String aSession() {
        var session = ask("POST", "/api/v1/sessions", "/api/v1/sessions", "{\"task\":\"prepared\"}")
                .json()
                .path("sessionId")
                .textValue();
        ask("GET", "/api/v1/sessions/{session_id}", "/api/v1/sessions/" + session, "");

        return session;
    }

    /** One whose turn is over. */
    private String aChat() {
        var begun = ask("POST", "/api/v1/chats", "/api/v1/chats", "{\"task\":\"touch it\",\"projectId\":\"p\"}")
                .json()
                .path("chat");
        var chat = begun.path("id").textValue();
        var events = "/api/v1/chats/" + chat + "/events";
        await().atMost(PATIENCE)
                .until(() -> client.get(events + "?after=0&limit=100").body().contains("TurnEnded"));
        ask("GET", "/api/v1/chats/{chat_id}/events", events + "?after=0&limit=100", "");
        ask("POST", "/api/v1/chats/{chat_id}/events", events, "{\"type\":\"stop\"}");
        ask("GET", "/api/v1/chats", "/api/v1/chats?limit=1", "");
        var shown = ask("GET", "/api/v1/chats/{chat_id}", "/api/v1/chats/" + chat, "");
        assertThat(shown.json().path("messages")).hasSizeGreaterThan(5);
        for (var seq = 1; seq <= shown.json().path("messages").size(); seq++) {
            ask("GET", "/api/v1/chats/{chat_id}/events/{seq}", events + "/" + seq, "");
        }
        ask("PATCH", "/api/v1/chats/{chat_id}", "/api/v1/chats/" + chat, "{\"title\":\"Renamed\"}");
        var session = "?session_id=" + begun.path("session").textValue();
        var tree = ask("GET", "/api/v1/files/list", "/api/v1/files/list" + session, "");
        assertThat(tree.json().path("tree")).hasSize(1);
        ask("GET", "/api/v1/files/read", "/api/v1/files/read" + session + "&path=/a.txt", "");

        return chat;
    }

    private void integrations() {
        var all = "/api/v1/integrations";
        ask("POST", all, all, "{\"provider\":\"github\",\"token\":\"" + TOKEN + "\"}");
        assertThat(ask("GET", all, all, "").json().path("integrations")).hasSize(1);
        ask("GET", all + "/{provider}/repos", all + "/github/repos", "");
        ask("GET", all + "/{provider}/branches", all + "/github/branches?repo=https://github.com/octocat/hello", "");
        ask(
                "POST",
                all + "/{provider}/pr",
                all + "/github/pr",
                "{\"repoUrl\":\"https://github.com/octocat/hello\",\"branch\":\"lucid/x\",\"title\":\"t\"}");
        ask("DELETE", all + "/{provider}", all + "/github", "");
    }

    private Reply ask(String method, String route, String path, String body) {
        asked.add(method + " " + route);
        var reply = client.send(method, path, body);
        assertThat(reply.status()).as("%s %s: %s", method, path, reply.body()).isEqualTo(200);

        return reply;
    }

    private static Lucid lucid(PostgresStore store) {
        var hosts = new InMemoryGitHosts();
        var access = new HostAccess(GitProvider.GITHUB, Optional.empty(), new Secret(TOKEN));
        var address = "https://github.com/octocat/hello";
        hosts.account(access, "octocat");
        hosts.put(
                access,
                new HostedRepository(
                        "hello", "octocat/hello", address, address + ".git", "main", true, Optional.empty()),
                List.of("main", "lucid/x"));
        var sandboxes = new InMemorySandboxes((_, _, _, _) -> new CommandEnd.Exited(0));

        return Lucid.builder()
                .store(store.log(), store.leases(), store.chats())
                .edits(store.chatEdits())
                .sessions(store.sessions(), store.sessionDrafts())
                .accounts(store.users(), store.tickets())
                .integrations(store.integrations())
                .models(new OneModel(new CountDownLatch(0)))
                .sandboxes(sandboxes)
                .workspaces(sandboxes)
                .hosts(hosts)
                .build();
    }

    private static LucidServer serve(Lucid lucid) {
        var verbs = new Verbs(
                lucid.startChat(),
                lucid.sendMessage(),
                lucid.controlTurn(),
                lucid.readChats(),
                lucid.watchChat(),
                lucid.manageChats(),
                lucid.manageSessions(),
                lucid.browseWorkspace(),
                lucid.browseSession(),
                lucid.connectHosts());
        var started = new LucidServer(
                new ServerSettings("127.0.0.1", 0, Limits.STANDARD),
                NamedUsers.IDENTITY,
                List.of(
                        new LucidAi(verbs, () -> TestServer.STATUS, InstantSource.system()),
                        new StoredChats(verbs, new StoredForm()::text),
                        new SocketTickets(lucid.useTickets())),
                new Metrics(),
                RequestWatch.none());
        started.start();

        return started;
    }

    private static <T extends AutoCloseable> T opened(T closeable) {
        open.add(closeable);

        return closeable;
    }
}
