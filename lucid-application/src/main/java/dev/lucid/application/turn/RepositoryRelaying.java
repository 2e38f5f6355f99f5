package dev.lucid.application.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.relay.Relays.Answer;
import dev.lucid.port.relay.Relays.Request;
import dev.lucid.port.workspace.SandboxSpec;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Lets one run's sandbox speak with its session's repository. The way in says which session speaks, the key which run:
 * whoever does not show the run's key, or comes when the run has ended or its lease is another's, is told nothing. The
 * repository's token stays outside. Safe for many threads.
 */
final class RepositoryRelaying implements Relays.Handler, AutoCloseable {
    private static final int KEY_BYTES = 32;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int BAD_GATEWAY = 502;

    /** An agent asks as often as it likes, and the store serves everybody. */
    private static final Duration LEASE_KNOWN = Duration.ofSeconds(1);

    /** Whoever changes a token sees it work soon. */
    private static final Duration REMOTE_KNOWN = Duration.ofSeconds(5);

    /** Where a sandbox finds its session's repository, below the way in. */
    private static final String ROOT = "/repository.git";

    private static final String USER = "lucid";
    private static final String SCHEME = "basic ";

    /** What the clone in a sandbox calls its origin. */
    static final String ADDRESS = Relays.ADDRESS + ROOT;

    private final GitTraffic traffic;
    private final Remembered<Boolean> held;
    private final Remembered<GitTraffic.Remote> remote;
    private final Secret key;
    private final StopSwitch over = new StopSwitch();
    private final StopSignal.Registration withTheRun;
    private Optional<Relays.Relay> relay = Optional.empty();

    private RepositoryRelaying(
            GitTraffic traffic,
            Remembered<Boolean> held,
            Remembered<GitTraffic.Remote> remote,
            Secret key,
            StopSignal ending) {
        this.traffic = requireNonNull(traffic, "traffic");
        this.held = requireNonNull(held, "held");
        this.remote = requireNonNull(remote, "remote");
        this.key = requireNonNull(key, "key");
        this.withTheRun = ending.whenRaised(over::raise);
    }

    /** What a run is to its relay: its lease, the signal of its end, and what keeps its key out of all that is shown. */
    record Run(Lease lease, StopSignal ending, Redaction redaction) {}

    /** Opens the way in for a run, under a key of its own. {@code remote} is asked again every few seconds. */
    static RepositoryRelaying open(
            Inward inward, Outside outside, Run run, SandboxSpec session, Supplier<GitTraffic.Remote> remote) {
        var bytes = new byte[KEY_BYTES];
        outside.random().nextBytes(bytes);
        var key = new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        run.redaction().learn(key);
        run.redaction().learn(new Secret(shown(key)));
        var relaying = new RepositoryRelaying(
                inward.traffic(),
                new Remembered<>(() -> isHeld(outside.leases(), run.lease()), LEASE_KNOWN, outside.clock()),
                new Remembered<>(remote, REMOTE_KNOWN, outside.clock()),
                key,
                run.ending());
        try {
            relaying.relay = Optional.of(inward.relays().open(session, key, relaying));
        } catch (RuntimeException e) {
            relaying.close();
            throw e;
        }

        return relaying;
    }

    /** The key as git shows it. */
    private static String shown(Secret key) {
        return Base64.getEncoder().encodeToString((USER + ":" + key.reveal()).getBytes(UTF_8));
    }

    @Override
    public Answer answer(Request request) {
        if (!request.path().startsWith(ROOT + "/")) {
            return Answer.words(NOT_FOUND, "There is nothing here but the session's repository, at " + ADDRESS + ".");
        }
        if (!isShown(request) || !isLive()) {
            return Answer.words(
                            UNAUTHORIZED,
                            "The session's key was not shown, or the run that it was for has ended. Git reads the key by"
                                    + " itself: leave credentials for " + Relays.ADDRESS + " to it.")
                    .with("WWW-Authenticate", "Basic realm=\"Lucid\", charset=\"UTF-8\"");
        }
        GitTraffic.Remote origin;
        try {
            origin = remote.get();
        } catch (PortFailure.Permanent e) {
            return Answer.words(BAD_GATEWAY, String.valueOf(e.getMessage()));
        }

        return Answer.of(traffic.answer(origin, request.below(ROOT), over));
    }

    private boolean isShown(Request request) {
        var given = request.headers().getOrDefault("authorization", "");

        return given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        given.substring(SCHEME.length()).strip().getBytes(UTF_8),
                        shown(key).getBytes(UTF_8));
    }

    /** The store is asked too, at most once a second: a process that has lost the chat may not have heard of it yet. */
    private boolean isLive() {
        return !over.raised() && held.get() && !over.raised();
    }

    private static boolean isHeld(Leases leases, Lease lease) {
        return leases.renew(Set.of(lease)).contains(lease);
    }

    /** The run is over: whoever is inside is cut, and the key opens nothing any more. */
    @Override
    public void close() {
        withTheRun.close();
        over.raise();
        relay.ifPresent(Relays.Relay::close);
    }
}
