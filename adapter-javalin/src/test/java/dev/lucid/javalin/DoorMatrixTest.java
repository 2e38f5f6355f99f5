package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Route.Door;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Every route that the server has, for everybody who should not come in. The routes are asked of the server, so a new one
 * is among them; what is open to anybody is listed here, and nothing else may be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoorMatrixTest {
    private static final Set<String> OPEN =
            Set.of("/", "/health", "/metrics", "/openapi.json", "/docs", "/docs/manual.js", "/docs/manual.css");

    private static final String HIDDEN = "what only bob may see";

    private final LockedServer server = new LockedServer();
    private final TestKey published = TestKey.rsa("published");
    private final PlayedChat bobs = server.lucid().begin(UserId.ofSubject("bob"), HIDDEN);

    /** Tokens that are not good, by what is wrong with them. */
    private final Map<String, String> strangers = strangers();

    DoorMatrixTest() {
        server.keys().publish(published);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void onlyFewRoutesAreOpen() {
        assertThat(server.server().routes())
                .filteredOn(route -> route.door() == Door.OPEN)
                .isNotEmpty()
                .allSatisfy(route -> {
                    assertThat(OPEN).contains(route.path());
                    assertThat(route.method()).isEqualTo(Method.GET);
                });
    }

    @Test
    void noRouteServesWhoShowsNoGoodCredentials() {
        var closed = routes(Door.USER);
        assertThat(closed).isNotEmpty();
        for (var route : closed) {
            strangers()
                    .forEach((who, token) -> assertThat(ask(route, "Authorization: Bearer " + token))
                            .as("%s for %s", route, who)
                            .startsWith("HTTP/1.1 401 ")
                            .contains("{\"detail\":\"Invalid token\"}"));
            assertThat(ask(route)).as("%s for nobody", route).startsWith("HTTP/1.1 403 ");
            assertThat(ask(route, "X-User-ID: bob", "X-Internal-Key: guessed"))
                    .as("%s for a false program", route)
                    .startsWith("HTTP/1.1 401 ");
            assertThat(ask(route, "Cookie: token=" + server.token("bob")))
                    .as("%s for a cookie", route)
                    .startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void noHeadOfAPageIsShownEither() {
        routes(Door.USER).stream()
                .filter(route -> route.method() == Method.GET)
                .forEach(route -> assertThat(server.send("HEAD " + filled(route)))
                        .as("HEAD of %s", route)
                        .startsWith("HTTP/1.1 403 "));
    }

    @Test
    void noSocketSpeaksWithWhoShowsNoGoodCredentials() {
        var sockets = routes(Door.SOCKET);
        assertThat(sockets).isNotEmpty();
        for (var route : sockets) {
            strangers.forEach((who, token) -> {
                assertSentAway(route, "?token=" + token);
                assertSentAway(route, "?ticket=" + token);
                assertSentAway(route, "", "Authorization: Bearer " + token);
            });
            assertSentAway(route, "", "X-User-ID: bob", "X-Internal-Key: guessed");
            assertThat(server.send("GET " + route.path())).startsWith("HTTP/1.1 426 ");
            assertThat(server.send("HEAD " + route.path())).startsWith("HTTP/1.1 426 ");
        }
    }

    @Test
    void nobodysThingsAreShownToAnotherUser() {
        routes(Door.USER).stream()
                .filter(DoorMatrixTest::namesAThing)
                .forEach(route -> assertThat(ask(route, server.bearer("alice")))
                        .as("%s for another user", route)
                        .matches("(?s)HTTP/1.1 4\\d\\d .*")
                        .doesNotContain(HIDDEN));
    }

    private List<Route> routes(Door door) {
        return server.server().routes().stream()
                .filter(route -> route.door() == door && !route.path().equals(LockedServer.WHO))
                .toList();
    }

    private Map<String, String> strangers() {
        var bob = JWT.create().withSubject("bob");
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(published.open().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        Map<String, String> strangers = new LinkedHashMap<>();
        strangers.put("a bad token", "bad.token");
        strangers.put(
                "an expired token",
                bob.withExpiresAt(server.clock().instant().minusSeconds(3600)).sign(LockedServer.HMAC));
        strangers.put("the algorithm none", JWT.create().withSubject("bob").sign(Algorithm.none()));
        strangers.put(
                "a public key as a secret",
                JWT.create()
                        .withKeyId("published")
                        .withSubject("bob")
                        .sign(Algorithm.HMAC256(pem.getBytes(StandardCharsets.UTF_8))));
        strangers.put(
                "a public key's bytes as a secret",
                JWT.create()
                        .withSubject("bob")
                        .sign(Algorithm.HMAC256(published.open().getEncoded())));
        strangers.put(
                "another's key",
                TestKey.rsa("published").token("bob", server.clock().instant()));

        return strangers;
    }

    private String ask(Route route, String... headers) {
        var body = "{\"title\":\"mine\",\"task\":\"mine\",\"content\":\"mine\",\"provider\":\"github\","
                + "\"repoUrl\":\"https://github.com/a/b\",\"branch\":\"b\",\"name\":\"mine\"}";
        var sent = route.method() == Method.GET || route.method() == Method.DELETE ? "" : body;

        return server.sendBody(route.method() + " " + filled(route), sent, headers);
    }

    /** With bob's things in the places of names, and as the fields that some routes want. */
    private String filled(Route route) {
        var path = route.path()
                .replace("{chat_id}", bobs.profile().id().toString())
                .replace("{session_id}", bobs.profile().session().toString())
                .replace("{provider}", "github")
                .replace("{seq}", "1")
                .replaceAll("\\{\\w+}", "x");

        return path + "?session_id=" + bobs.profile().session() + "&path=hello.py";
    }

    private static boolean namesAThing(Route route) {
        return route.path().contains("{") || route.path().contains("/files/");
    }

    private void assertSentAway(Route route, String query, String... headers) {
        try (var client = TestClient.connectTo(server.port(), route.path() + query, headers)) {
            client.say("{\"type\":\"attach\",\"chatId\":\"" + bobs.profile().id() + "\"}");
            var frame = client.read();
            assertThat(frame.opcode()).as("%s with %s", route, query).isEqualTo(TestClient.CLOSE);
            assertThat(frame.closeCode()).isEqualTo(4010);
        }
    }
}
