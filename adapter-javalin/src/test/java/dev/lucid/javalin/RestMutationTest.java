package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests to every route with ids, paths, queries and bodies that somebody has tampered with. Each is answered in time,
 * none is a failure of the server's, and none tells of its insides.
 */
class RestMutationTest {
    /** Of both seeds together; all of them under the property for long runs. */
    private static final int REQUESTS = Boolean.getBoolean("lucid.soak") ? 100_000 : 1_600;

    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    private static final List<String> WORDS = List.of(
            "",
            "0",
            "1",
            "-1",
            "99999999999999999999",
            "github",
            "gitlab",
            "c0ffee00-0000-4000-8000-000000000001",
            "..",
            "../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "%2e%2e/%2e%2e/etc/passwd",
            "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "%252e%252e%252fetc%252fpasswd",
            "..%5c..%5cetc%5cpasswd",
            "..\\..\\etc\\passwd",
            "%00",
            "hello.py%00",
            "/etc/passwd",
            "//etc/passwd",
            "/workspace/../../etc/passwd",
            "%c0%ae%c0%ae/etc/passwd",
            "%ff%fe",
            "%zz",
            "a%20b",
            "%F0%9F%98%80",
            ";x=1",
            "x".repeat(3000));

    private static final List<String> QUERIES =
            List.of("limit", "offset", "after", "session_id", "path", "repo", "token", "ticket", "x");

    private static final List<String> BODIES = List.of(
            "",
            "{}",
            "[]",
            "null",
            "{\"task\":\"x\",\"repoUrl\":\"https://example.com/r\",\"gitToken\":\"t\",\"api_key\":\"k\",\"pullRequest\":true}",
            "{\"title\":\"New title\"}",
            "{\"title\":[[[[[[[[{\"a\":1e999}]]]]]]]]}",
            "{\"provider\":\"gitlab\",\"token\":\"glpat_valid\",\"gitlabUrl\":\"https://gitlab.example.com/\"}",
            "{\"repoUrl\":\"https://example.com/o/r\",\"branch\":\"b\",\"baseBranch\":\"main\",\"title\":\"T\",\"body\":\"B\"}",
            "{\"type\":\"message\",\"content\":\"hello\",\"key\":\"k2\",\"queue\":true}",
            "{\"type\":\"approve\",\"call\":\"ca11ca11-0000-4000-8000-000000000003\",\"decision\":\"always\"}",
            "{\"task\":" + "[".repeat(5000));

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void noRequestBreaksTheServer(long seed) {
        var random = new SplittableRandom(seed);
        try (var server = TestServer.withUsers()) {
            var alice = server.rest("alice");
            var routes = server.server().routes();
            for (var i = 0; i < REQUESTS / 2; i++) {
                if (i % 100 == 0) {
                    server.lucid().begin(UserId.ofSubject("alice"), "chat " + i);
                }
                var route = routes.get(random.nextInt(routes.size()));
                var request = request(route, server, random);
                var answer = TestClient.exchange(server.port(), request);

                assertThat(answer)
                        .as(() -> "seed " + seed + ": " + new String(request, StandardCharsets.ISO_8859_1))
                        .doesNotContain("Exception", "dev.lucid", "org.eclipse", "com.fasterxml", "\tat ", "root:x:")
                        .matches("(?s)|HTTP/1\\.[01] ([1234]\\d\\d|501|505) .*");
            }
            assertThat(alice.get("/api/v1/chats").status()).isEqualTo(200);
        }
    }

    private static byte[] request(Route route, TestServer server, SplittableRandom random) {
        var path = PARAMETER.matcher(route.path()).replaceAll(found -> word(found, server, random));
        var query = new StringBuilder();
        for (var i = random.nextInt(3); i > 0; i--) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(one(QUERIES, random))
                    .append('=')
                    .append(random.nextInt(4) == 0 ? chat(server) : one(WORDS, random));
        }
        var method = random.nextInt(10) == 0 ? one(List.of("GET", "PUT", "PATCH", "HEAD"), random) : route.method();
        var body = mutated(one(BODIES, random).getBytes(StandardCharsets.UTF_8), random, 20);
        var head = method + " " + path + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + NamedUsers.HEADER + ": alice\r\nContent-Length: " + body.length + "\r\n\r\n";
        var all = new ByteArrayOutputStream();
        all.writeBytes(mutated(head.getBytes(StandardCharsets.UTF_8), random, 400));
        all.writeBytes(body);

        return all.toByteArray();
    }

    private static String word(MatchResult found, TestServer server, SplittableRandom random) {
        var word = found.group().equals("{chat_id}") && random.nextBoolean() ? chat(server) : one(WORDS, random);
        return word.replace("\\", "\\\\");
    }

    private static String chat(TestServer server) {
        return server.lucid().chats() == 0
                ? "none"
                : server.lucid().only().profile().id().toString();
    }

    private static <T> T one(List<T> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }

    /** The same with every so manieth byte changed, doubled or left out; often unchanged. */
    private static byte[] mutated(byte[] bytes, SplittableRandom random, int rarity) {
        var out = new ByteArrayOutputStream();
        var tampered = random.nextBoolean();
        for (var b : bytes) {
            switch (tampered ? random.nextInt(3 * rarity) : 3) {
                case 0 -> out.write(random.nextInt(256));
                case 1 -> {
                    out.write(b);
                    out.write(b);
                }
                case 2 -> {
                    // left out
                }
                default -> out.write(b);
            }
        }

        return out.toByteArray();
    }
}
