package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in over HTTP, and what the others are told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CredentialsTest {
    private static final String ALICE = UserId.ofSubject("alice").toString();

    private final LockedServer server = new LockedServer();

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void noTokenReturns403() {
        assertThat(who()).startsWith("HTTP/1.1 403 ").endsWith("{\"detail\":\"Authentication required\"}");
    }

    @Test
    void badTokenReturns401() {
        assertThat(who("Authorization: Bearer bad.token"))
                .startsWith("HTTP/1.1 401 ")
                .contains("WWW-Authenticate: Bearer\r\n")
                .endsWith("{\"detail\":\"Invalid token\"}");
    }

    @Test
    void validTokenPasses() {
        assertThat(who(server.bearer("alice"))).startsWith("HTTP/1.1 200 ").contains(ALICE);
    }

    @Test
    void tokensSignedWithAPublishedKeyPass() {
        var key = TestKey.p256("published");
        server.keys().publish(key);

        assertThat(who("Authorization: Bearer "
                        + key.token("alice", server.clock().instant())))
                .startsWith("HTTP/1.1 200 ")
                .contains(ALICE);
    }

    @Test
    void aTokenWithoutASubjectIsToldSo() {
        assertThat(who("Authorization: Bearer "
                        + JWT.create().withClaim("role", "anon").sign(LockedServer.HMAC)))
                .startsWith("HTTP/1.1 401 ")
                .endsWith("{\"detail\":\"Token missing sub claim\"}");
    }

    @Test
    void whoComesIsMadeKnownWithWhatTheTokenTells() {
        var token = JWT.create().withSubject("carol").withClaim("email", "carol@example.org");
        assertThat(who("Authorization: Bearer " + token.sign(LockedServer.HMAC)))
                .startsWith("HTTP/1.1 200 ");

        assertThat(server.accounts().seen())
                .contains(new Account(
                        UserId.ofSubject("carol"),
                        Optional.of("carol@example.org"),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void whoHasNoAccountElsewhereIsRefused() {
        assertThat(who(server.bearer("unknown"))).startsWith("HTTP/1.1 401 ").contains("no account");
    }

    @Test
    void theInternalKeyLetsProgramsActAsAnyUser() {
        assertThat(who("X-User-ID: alice", "X-Internal-Key: " + LockedServer.INTERNAL_KEY))
                .startsWith("HTTP/1.1 200 ")
                .contains(ALICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Internal-Key: wrong", "X-Internal-Key: ", "X-Other: none"})
    void anotherInternalKeyIsRefused(String header) {
        assertThat(who("X-User-ID: alice", header))
                .startsWith("HTTP/1.1 401 ")
                .endsWith("{\"detail\":\"Invalid internal API key\"}");
    }

    @Test
    void theInternalKeyAloneNamesNobody() {
        assertThat(who("X-Internal-Key: " + LockedServer.INTERNAL_KEY)).startsWith("HTTP/1.1 403 ");
        assertThat(who("X-User-ID:  ", "X-Internal-Key: " + LockedServer.INTERNAL_KEY))
                .startsWith("HTTP/1.1 401 ");
        assertThat(who("X-User-ID: a", "X-User-ID: b", "X-Internal-Key: " + LockedServer.INTERNAL_KEY))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void withoutAConfiguredInternalKeyNobodyIsNamed() {
        try (var closed = new LockedServer(Limits.STANDARD, Optional.empty())) {
            assertThat(closed.send("POST /who/am-i", "X-User-ID: alice", "X-Internal-Key: "))
                    .startsWith("HTTP/1.1 401 ")
                    .contains("INTERNAL_API_KEY");
        }
    }

    @Test
    void aBadTokenIsNotMadeGoodByAnythingElse() {
        assertThat(who("Authorization: Bearer bad", "X-User-ID: alice", "X-Internal-Key: " + LockedServer.INTERNAL_KEY))
                .startsWith("HTTP/1.1 401 ");
        assertThat(server.send("POST /who/am-i?token=" + server.token("alice"), "Authorization: Bearer bad"))
                .startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Bearer", "Bearer ", "Token x", ""})
    void otherSchemesAreRefused(String authorization) {
        assertThat(who("Authorization: " + authorization)).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void severalTokensAreRefused() {
        assertThat(who(server.bearer("alice"), server.bearer("bob"))).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void whatSocketsMayShowInTheirAddressOpensNothingElse() {
        assertThat(server.send("POST /who/am-i?token=" + server.token("alice"))).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void healthIsOpen() {
        assertThat(server.send("GET /health")).startsWith("HTTP/1.1 200 ");
        assertThat(server.send("GET /", "Authorization: Bearer bad")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aStoreThatIsAwayIsNobodysFault() {
        server.accounts().fail(true);
        try {
            assertThat(who(server.bearer("alice"))).startsWith("HTTP/1.1 503 ").contains("try again");
        } finally {
            server.accounts().fail(false);
        }
    }

    @Test
    void aTokenIsGoodUntilItExpires() {
        try (var other = new LockedServer()) {
            var bearer = other.bearer("alice");
            assertThat(other.send("POST /who/am-i", bearer)).startsWith("HTTP/1.1 200 ");
            other.clock().pass(Duration.ofHours(2));
            assertThat(other.send("POST /who/am-i", bearer)).startsWith("HTTP/1.1 401 ");
        }
    }

    private String who(String... headers) {
        return server.send("POST /who/am-i", headers);
    }
}
