package dev.lucid.javalin;

import static dev.lucid.javalin.TestKey.forged;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.SignedTokens.Checked;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, good ones and all that somebody could think of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedTokensTest {
    private static final Secret SECRET = new Secret("a secret of at least thirty-two characters");
    private static final Algorithm HMAC = Algorithm.HMAC256(SECRET.reveal());
    private static final TestKey RSA = TestKey.rsa("rsa");
    private static final TestKey P256 = TestKey.p256("p256");

    private final TestClock clock = new TestClock();
    private final Instant now = clock.instant();
    private final KeyServer server = new KeyServer();
    private final SignedTokens tokens = tokens(Optional.of(SECRET));

    SignedTokensTest() {
        server.publish(RSA, P256);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void tokensOfEachAlgorithmAreTaken() {
        var token = JWT.create().withSubject("alice").withExpiresAt(now.plusSeconds(60));

        assertThat(List.of(token.sign(HMAC), RSA.sign(token), P256.sign(token)))
                .allSatisfy(text -> assertThat(tokens.check(text))
                        .isEqualTo(new Checked.Genuine(
                                new Account(UserId.ofSubject("alice")), Optional.of(now.plusSeconds(60)))));
    }

    @Test
    void whatATokenSaysOfItsUserIsTakenOver() {
        var about = Map.of("full_name", "Alice A.", "name", "alice", "picture", "https://pictures.example/a.png");
        var token = JWT.create().withSubject("alice").withClaim("email", "a@example.org");

        assertThat(tokens.check(token.withClaim("user_metadata", about).sign(HMAC)))
                .isEqualTo(new Checked.Genuine(
                        new Account(
                                UserId.ofSubject("alice"),
                                Optional.of("a@example.org"),
                                Optional.of("Alice A."),
                                Optional.of("https://pictures.example/a.png")),
                        Optional.empty()));
    }

    @Test
    void whatIsNoPlainTextIsNotTakenOver() {
        var about = Map.<String, Object>of("full_name", "Al\u0000ice", "name", 7, "avatar_url", "a".repeat(3_000));
        var token = JWT.create().withSubject("alice").withClaim("email", "a\n@example.org");

        assertThat(account(token.withClaim("user_metadata", about))).isEqualTo(new Account(UserId.ofSubject("alice")));
        assertThat(account(token.withClaim("user_metadata", "nothing").withClaim("email", 3)))
                .isEqualTo(new Account(UserId.ofSubject("alice")));
    }

    @Test
    void theUserIsTheSubjectElseTheUserId() {
        assertThat(account(JWT.create().withSubject("alice").withClaim("userId", "bob"))
                        .id())
                .isEqualTo(UserId.ofSubject("alice"));
        assertThat(account(JWT.create().withSubject("").withClaim("userId", "bob"))
                        .id())
                .isEqualTo(UserId.ofSubject("bob"));
    }

    @Test
    void aTokenThatNamesNobodyIsNameless() {
        assertThat(tokens.check(JWT.create().withClaim("email", "a@b.example").sign(HMAC)))
                .isEqualTo(new Checked.Nameless());
        assertThat(tokens.check(JWT.create().withClaim("sub", 7).sign(HMAC))).isEqualTo(new Checked.Nameless());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb"})
    void aSubjectThatIsNoPlainTextIsBad(String subject) {
        assertBad(JWT.create().withSubject(subject).sign(HMAC));
    }

    @Test
    void aSubjectThatIsNoTextAtAllIsBad() {
        assertBad(signed(
                "{\"alg\":\"HS256\"}", "{\"sub\":\"\\ud800\"}", SECRET.reveal().getBytes(StandardCharsets.UTF_8)));
        assertBad(JWT.create().withSubject("a".repeat(256)).sign(HMAC));
    }

    @Test
    void timesAreHonouredWithHalfAMinute() {
        var token = JWT.create().withSubject("alice");

        assertThat(tokens.check(token.withExpiresAt(now.minusSeconds(29)).sign(HMAC)))
                .isInstanceOf(Checked.Genuine.class);
        assertBad(token.withExpiresAt(now.minusSeconds(31)).sign(HMAC));
        assertBad(RSA.sign(token.withExpiresAt(now.minusSeconds(31))));
        assertBad(JWT.create()
                .withSubject("alice")
                .withNotBefore(now.plusSeconds(31))
                .sign(HMAC));
    }

    @Test
    void anotherSecretsSignatureIsBad() {
        assertBad(JWT.create().withSubject("alice").sign(Algorithm.HMAC256("another secret, as long as the first")));
        assertBad(TestKey.rsa("rsa").token("alice", now));
        assertBad(TestKey.p256("p256").token("alice", now));
    }

    @Test
    void theAlgorithmNoneIsBad() {
        assertBad(JWT.create().withSubject("alice").sign(Algorithm.none()));
        for (var none : List.of("none", "None", "NONE", "nOnE", "")) {
            assertBad(forged("{\"alg\":\"" + none + "\",\"kid\":\"rsa\"}", "{\"sub\":\"alice\"}", new byte[0]));
        }
        assertBad(forged("{}", "{\"sub\":\"alice\"}", new byte[0]));
    }

    @Test
    void aPublicKeyIsNoSecret() {
        var pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(RSA.open().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        var keys = List.of(
                RSA.open().getEncoded(),
                P256.open().getEncoded(),
                pem.getBytes(StandardCharsets.UTF_8),
                TestKey.set(RSA).getBytes(StandardCharsets.UTF_8));
        for (var key : keys) {
            var token = signed("{\"alg\":\"HS256\",\"kid\":\"rsa\"}", "{\"sub\":\"alice\"}", key);
            assertBad(token);
            assertThat(tokens(Optional.empty()).check(token)).isEqualTo(new Checked.Bad());
        }
    }

    @Test
    void theHeaderDoesNotChooseTheAlgorithm() {
        for (var header : List.of(
                "{\"alg\":\"RS256\",\"kid\":\"p256\"}",
                "{\"alg\":\"ES256\",\"kid\":\"rsa\"}",
                "{\"alg\":\"RS512\",\"kid\":\"rsa\"}",
                "{\"alg\":\"PS256\",\"kid\":\"rsa\"}",
                "{\"alg\":\"ES256K\",\"kid\":\"p256\"}",
                "{\"alg\":\"HS512\"}")) {
            assertBad(forged(header, "{\"sub\":\"alice\"}", new byte[64]));
            assertBad(forged(header, "{\"sub\":\"alice\"}", new byte[256]));
        }
    }

    @Test
    void anEmptySignatureIsBad() {
        assertBad(forged("{\"alg\":\"ES256\",\"kid\":\"p256\"}", "{\"sub\":\"alice\"}", new byte[64]));
        assertBad(forged("{\"alg\":\"ES256\",\"kid\":\"p256\"}", "{\"sub\":\"alice\"}", new byte[0]));
        assertBad(forged("{\"alg\":\"HS256\"}", "{\"sub\":\"alice\"}", new byte[0]));
    }

    @Test
    void whatATokenWantsUnderstoodAndNobodyUnderstandsIsBad() {
        assertBad(JWT.create()
                .withHeader(Map.of("crit", List.of("b64"), "b64", false))
                .withSubject("alice")
                .sign(HMAC));
    }

    @Test
    void aTokenOfTamperedBytesIsBad() {
        var random = new SplittableRandom(7);
        for (var token : List.of(
                RSA.token("alice", now), JWT.create().withSubject("alice").sign(HMAC))) {
            for (var i = 0; i < 2_000; i++) {
                var text = new StringBuilder(token);
                // The last character of a part may carry bits that mean nothing.
                var at = random.nextInt(token.length() - 1);
                var other = (char) (32 + random.nextInt(95));
                if (other != text.charAt(at) && token.charAt(at + 1) != '.') {
                    text.setCharAt(at, other);
                    assertThat(tokens.check(text.toString())).as("%s", text).isInstanceOf(Checked.Bad.class);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "bad.token",
                "a.b.c",
                "e30.e30.",
                "bnVsbA.bnVsbA.",
                "bnVsbA.e30.",
                "e30.bnVsbA.AA",
                "W10.W10.AA"
            })
    void whatIsNoTokenIsBad(String text) {
        assertBad(text);
        assertBad(text + "x".repeat(20_000));
    }

    @Test
    void aTokenIsCurrentUntilItExpires() {
        assertThat(tokens.isCurrent(Optional.empty())).isTrue();
        assertThat(tokens.isCurrent(Optional.of(now.minusSeconds(29)))).isTrue();
        assertThat(tokens.isCurrent(Optional.of(now.minusSeconds(31)))).isFalse();
    }

    private Account account(JWTCreator.Builder token) {
        var checked = tokens.check(token.sign(HMAC));

        assertThat(checked).isInstanceOf(Checked.Genuine.class);
        return ((Checked.Genuine) checked).account();
    }

    private void assertBad(String token) {
        assertThat(tokens.check(token)).as(token).isEqualTo(new Checked.Bad());
    }

    private SignedTokens tokens(Optional<Secret> secret) {
        return new SignedTokens(
                new CredentialSources(secret, Optional.of(server.address()), Optional.empty()),
                Optional.of(new PublishedKeys(server.address(), clock)),
                clock);
    }

    private static String signed(String header, String claims, byte[] key) {
        var unsigned = forged(header, claims, new byte[0]);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            var head = unsigned.substring(0, unsigned.length() - 1);
            return forged(header, claims, mac.doFinal(head.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
