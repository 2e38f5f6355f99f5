package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Route.Door;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Routes as any wire lays them: who may come in, what handlers are given, and what is answered where there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
    private static final UserId ALICE = UserId.ofSubject("alice");

    private final LucidServer server = serve();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void handlersAreGivenAllThatWasAsked() {
        assertThat(send("PUT /things/a%20b/parts/7?x=1&x=2&y=%C3%A9 HTTP/1.1", "{\"a\":\"é\"}", "X-Alice: yes"))
                .startsWith("HTTP/1.1 201 ")
                .contains("X-Made: yes")
                .contains("Content-Type: text/plain")
                .endsWith(ALICE + " PUT a b 7 2 é {\"a\":\"é\"}");
    }

    @Test
    void aRouteForUsersRefusesStrangersBeforeItReadsTheirBody() {
        assertThat(send("PUT /things/a/parts/7 HTTP/1.1", "x".repeat((1 << 20) + 1)))
                .startsWith("HTTP/1.1 403 ")
                .endsWith("{\"detail\":\"Who are you?\"}");
    }

    @Test
    void anOpenRouteAsksNobody() {
        assertThat(send("GET /open HTTP/1.1", "")).startsWith("HTTP/1.1 200 ").endsWith("[]");
    }

    @Test
    void whatHasNoRouteIsNotFoundWhoeverAsks() {
        assertThat(send("GET /things HTTP/1.1", "")).startsWith("HTTP/1.1 404 ").endsWith("{\"detail\":\"Not Found\"}");
    }

    @Test
    void anotherMethodIsNotAllowedWhoeverAsks() {
        assertThat(send("POST /things/a/parts/7 HTTP/1.1", ""))
                .startsWith("HTTP/1.1 405 ")
                .endsWith("{\"detail\":\"Method Not Allowed\"}");
    }

    @Test
    void aBodyThatIsTooLongIsRefused() {
        assertThat(send("PUT /things/a/parts/7 HTTP/1.1", "x".repeat((1 << 20) + 1), "X-Alice: yes"))
                .startsWith("HTTP/1.1 413 ")
                .contains("{\"detail\":");
    }

    @Test
    void aBodyThatIsNoTextIsRefused() {
        assertThat(send("PUT /things/a/parts/7 HTTP/1.1", new byte[] {(byte) 0xff, '{'}, "X-Alice: yes"))
                .startsWith("HTTP/1.1 400 ")
                .endsWith("{\"detail\":\"There was an error parsing the body\"}");
    }

    @Test
    void theTableNamesAllThatIsThere() {
        assertThat(server.routes())
                .contains(
                        new Route(Method.GET, "/open", Door.OPEN),
                        new Route(Method.PUT, "/things/{thing_id}/parts/{part}", Door.USER));
    }

    private String send(String line, String body, String... headers) {
        return send(line, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private String send(String line, byte[] body, String... headers) {
        var head = line + "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + body.length + "\r\n"
                + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n";
        var request = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, request, 0, head.length());
        System.arraycopy(body, 0, request, head.length(), body.length);

        return TestClient.exchange(server.port(), request);
    }

    private static LucidServer serve() {
        var server = new LucidServer(
                new ServerSettings("127.0.0.1", 0), new TestIdentity(RoutesTest::onlyAlice), List.of(new Things()));
        server.start();

        return server;
    }

    private static Identity.Verdict onlyAlice(Request request) {
        return request.only("x-alice").isPresent()
                ? new Identity.Known(ALICE)
                : new Identity.Refusal(403, "Who are you?");
    }

    private record Things() implements Wire {
        @Override
        public void lay(Routes routes) {
            routes.open(Method.GET, "/open", _ -> Answer.ok("[]"));
            routes.user(
                    Method.PUT,
                    "/things/{thing_id}/parts/{part}",
                    (user, request) -> new Answer(
                                    201,
                                    "text/plain",
                                    String.join(
                                            " ",
                                            user.toString(),
                                            request.method(),
                                            request.parameter("thing_id"),
                                            request.parameter("part"),
                                            request.query("x").orElse("?"),
                                            request.query("y").orElse("?"),
                                            request.body()),
                                    Map.of())
                            .with("X-Made", "yes"));
        }

        @Override
        public void close() {
            // owns nothing
        }
    }
}
