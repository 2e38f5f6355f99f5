package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Account;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.RecogniseUser;
import dev.lucid.port.account.UseTickets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Identity by what requests show: a signed token ({@code Authorization: Bearer …}), or a user's id beside the internal key
 * ({@code X-User-ID} and {@code X-Internal-Key}). What is shown and is not good is refused, whatever else is shown. A
 * socket's address may carry a token or a ticket instead ({@code ?token=}, {@code ?ticket=}), because pages can set no
 * headers there. Whoever is let in is made known to Lucid first.
 *
 * <p>A token is good until the time that it says, also while a socket is open. A ticket stands for the
 * credential that it was given for, and so ends with it.
 */
public final class Credentials implements Identity {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MAX_USER = 255;
    private static final String SCHEME = "Bearer ";

    private final SignedTokens tokens;
    private final Optional<Secret> internalKey;
    private final Origins origins;
    private final RecogniseUser recogniseUser;
    private final UseTickets useTickets;

    /** Lets in who shows what {@code sources} prove, and pages of {@code allowedOrigins} besides the server's own. */
    public Credentials(
            CredentialSources sources,
            Collection<String> allowedOrigins,
            RecogniseUser recogniseUser,
            UseTickets useTickets,
            InstantSource clock) {
        this.tokens = new SignedTokens(
                sources, sources.publishedKeys().map(address -> new PublishedKeys(address, clock)), clock);
        this.internalKey = sources.internalKey();
        this.origins = new Origins(allowedOrigins);
        this.recogniseUser = requireNonNull(recogniseUser, "recogniseUser");
        this.useTickets = requireNonNull(useTickets, "useTickets");
    }

    /** Pages of other sites open no socket here: a browser asks nobody before it opens one. */
    @Override
    public Optional<Refusal> refusal(Request request) {
        var from = request.all("origin");
        if (!request.isUpgrade() || from.isEmpty() || (from.size() == 1 && isWelcome(from.getFirst(), request))) {
            return Optional.empty();
        }

        return Optional.of(
                new Refusal(FORBIDDEN, "Pages of this origin must not open a socket here: add it to ALLOWED_ORIGINS."));
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public boolean isFitForNetworks() {
        return true;
    }

    @Override
    public boolean isOperator(Request request) {
        return request.isFromHere()
                || request.only("x-internal-key").filter(this::isInternalKey).isPresent();
    }

    @Override
    public Verdict user(Request request) {
        return shown(request).orElseGet(() -> new Refusal(FORBIDDEN, "Authentication required"));
    }

    @Override
    public boolean isCurrent(Known known) {
        return tokens.isCurrent(known.until());
    }

    @Override
    public Optional<Verdict> opener(Request request) {
        return filled(request, "token")
                .map(this::holder)
                .or(() -> filled(request, "ticket").map(this::redeemed))
                .or(() -> shown(request));
    }

    @Override
    public Verdict holder(String token) {
        return switch (tokens.check(token)) {
            case SignedTokens.Checked.Genuine genuine -> recognised(genuine);
            case SignedTokens.Checked.Nameless _ -> refused("Token missing sub claim");
            case SignedTokens.Checked.Bad _ -> refused("Invalid token");
        };
    }

    private Optional<Verdict> shown(Request request) {
        var authorization = request.all("authorization");
        if (authorization.size() > 1) {
            return Optional.of(refused("Send one Authorization header, not several"));
        }
        if (!authorization.isEmpty()) {
            return Optional.of(bearer(authorization.getFirst()));
        }

        return request.all("x-user-id").isEmpty() ? Optional.empty() : Optional.of(named(request));
    }

    private Verdict bearer(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? holder(authorization.substring(SCHEME.length()).strip())
                : refused("Authenticate with: Authorization: Bearer <token>");
    }

    private Verdict named(Request request) {
        if (internalKey.isEmpty()) {
            return refused("X-User-ID is not accepted here: set INTERNAL_API_KEY and send it as X-Internal-Key,"
                    + " or send a Bearer token.");
        }
        if (request.only("x-internal-key").filter(this::isInternalKey).isEmpty()) {
            return refused("Invalid internal API key");
        }

        return request.only("x-user-id")
                .filter(user -> !user.isBlank() && SignedTokens.isPlain(user, MAX_USER))
                .map(user -> recognised(
                        new SignedTokens.Checked.Genuine(new Account(UserId.ofSubject(user)), Optional.empty())))
                .orElseGet(() -> refused("X-User-ID must be one user's id"));
    }

    private boolean isInternalKey(String key) {
        return internalKey
                .filter(expected -> MessageDigest.isEqual(
                        expected.reveal().getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    private Verdict redeemed(String ticket) {
        return Optional.of(ticket)
                .filter(Credentials::canBeSecret)
                .flatMap(text -> useTickets.redeem(new Secret(text)))
                .<Verdict>map(holder -> new Known(holder.user(), holder.until()))
                .orElseGet(() -> refused("Invalid ticket"));
    }

    private static Optional<String> filled(Request request, String name) {
        return request.query(name).filter(value -> !value.isBlank());
    }

    private static boolean canBeSecret(String text) {
        return !text.isBlank() && SignedTokens.isPlain(text, MAX_USER);
    }

    private Verdict recognised(SignedTokens.Checked.Genuine shown) {
        return switch (recogniseUser.recognise(shown.account())) {
            case RecogniseUser.Outcome.Recognised(var user) -> new Known(user, shown.expires());
            case RecogniseUser.Outcome.NoSuchAccount _ -> refused("There is no account for this token");
        };
    }

    private boolean isWelcome(String origin, Request request) {
        return origins.allow(origin)
                || request.only("host")
                        .filter(host -> Origins.isOwn(origin, host))
                        .isPresent();
    }

    private static Refusal refused(String detail) {
        return new Refusal(UNAUTHORIZED, detail, Map.of("WWW-Authenticate", "Bearer"));
    }
}
