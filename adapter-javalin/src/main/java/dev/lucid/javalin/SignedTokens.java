package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.JWTVerificationException;
import com.auth0.jwt.interfaces.Claim;
import com.auth0.jwt.interfaces.DecodedJWT;
import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks JSON Web Tokens: the signature, by a key whose algorithm is the key's own and never the token's choice, and the
 * times {@code exp}, {@code nbf} and {@code iat}, with half a minute for clocks that differ. Audience and issuer are not
 * looked at. Safe for many threads.
 */
final class SignedTokens {
    private static final int MAX_LENGTH = 16_384;
    private static final int MAX_SUBJECT = 255;
    private static final int MAX_EMAIL = 320;
    private static final int MAX_NAME = 255;
    private static final int MAX_PICTURE = 2_048;
    private static final long LEEWAY_SECONDS = 30;

    /** Closed for ever. */
    sealed interface Checked {
        /** It is good, until then if it says so. */
        record Genuine(Account account, Optional<Instant> expires) implements Checked {}

        /** It is good, but does not say for whom. */
        record Nameless() implements Checked {}

        /** It is not good. */
        record Bad() implements Checked {}
    }

    private final Optional<Algorithm> secret;
    private final Optional<PublishedKeys> keys;
    private final InstantSource clock;

    SignedTokens(CredentialSources sources, Optional<PublishedKeys> keys, InstantSource clock) {
        this.secret = sources.tokenSecret().map(value -> Algorithm.HMAC256(value.reveal()));
        this.keys = requireNonNull(keys, "keys");
        this.clock = requireNonNull(clock, "clock");
    }

    /** May fetch keys, and fails as a {@code PortFailure} where those can't be had. */
    Checked check(String token) {
        if (token.length() > MAX_LENGTH || !hasObjects(token)) {
            return new Checked.Bad();
        }
        try {
            var unproven = JWT.decode(token);
            var key = key(unproven);
            if (key.isEmpty() || !unproven.getHeaderClaim("crit").isMissing()) {
                return new Checked.Bad();
            }
            verifier(key.get()).verify(unproven);

            return named(unproven);
        } catch (JWTVerificationException _) {
            return new Checked.Bad();
        }
    }

    /** Whether a token that was good, until then if it said so, is still good. */
    boolean isCurrent(Optional<Instant> expires) {
        return expires.map(time -> time.plusSeconds(LEEWAY_SECONDS).isAfter(clock.instant()))
                .orElse(true);
    }

    /** The library takes for granted that header and claims are JSON objects, which {@code null} is not. */
    private static boolean hasObjects(String token) {
        try {
            return Stream.of(token.split("\\.", 3))
                    .limit(2)
                    .map(part -> new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8))
                    .allMatch(json -> json.strip().startsWith("{"));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** The key that the token may be proven with. It takes tokens of its own algorithm only. */
    private Optional<Algorithm> key(DecodedJWT token) {
        return switch (Optional.ofNullable(token.getAlgorithm()).orElse("")) {
            case "HS256" -> secret;
            case "RS256", "ES256" -> keys.flatMap(published -> published.find(Optional.ofNullable(token.getKeyId())));
            default -> Optional.empty();
        };
    }

    private JWTVerifier verifier(Algorithm key) {
        var expected = (JWTVerifier.BaseVerification) JWT.require(key).acceptLeeway(LEEWAY_SECONDS);

        return expected.build(clock.withZone(ZoneOffset.UTC));
    }

    private static Checked named(DecodedJWT token) {
        var subject = text(token.getClaim("sub")).or(() -> text(token.getClaim("userId")));
        if (subject.isEmpty()) {
            return new Checked.Nameless();
        }

        return subject.filter(name -> isPlain(name, MAX_SUBJECT))
                .<Checked>map(name -> new Checked.Genuine(
                        account(UserId.ofSubject(name), token), Optional.ofNullable(token.getExpiresAtAsInstant())))
                .orElseGet(Checked.Bad::new);
    }

    private static Account account(UserId user, DecodedJWT token) {
        Map<String, Object> about =
                Optional.ofNullable(token.getClaim("user_metadata").asMap()).orElse(Map.of());

        return new Account(
                user,
                text(token.getClaim("email")).filter(email -> isPlain(email, MAX_EMAIL)),
                first(about, MAX_NAME, "full_name", "name"),
                first(about, MAX_PICTURE, "avatar_url", "picture"));
    }

    private static Optional<String> first(Map<String, Object> about, int longest, String... names) {
        return Stream.of(names)
                .map(about::get)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank() && isPlain(text, longest))
                .findFirst();
    }

    private static Optional<String> text(Claim claim) {
        return Optional.ofNullable(claim.asString()).filter(text -> !text.isBlank());
    }

    /** Whether it is one line of text that a store takes as it is: two subjects must not become one on the way. */
    static boolean isPlain(String text, int longest) {
        return text.length() <= longest
                && text.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
