package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about requests by what they carry: whether they are let in at all, and on whose behalf they are made. May block.
 * Safe for many threads.
 */
public interface Identity {
    /** Why this request is refused whatever it asks for; empty if it is let in. Asked first, of every request. */
    Optional<Refusal> refusal(Request request);

    /** Whose pages may read answers in a browser. */
    Origins origins();

    /** Whether it is enough to let requests of other machines in; otherwise the server listens on loopback only. */
    boolean isFitForNetworks();

    /** Whether the request is made by whoever runs the server. Asked of requests that were let in. */
    boolean isOperator(Request request);

    /** On whose behalf the request is made. Asked of requests that were let in, where it matters who makes them. */
    Verdict user(Request request);

    /** Who opens a socket with that request; empty if it shows nothing, so that the client has to say a token. */
    Optional<Verdict> opener(Request request);

    /** On whose behalf somebody speaks who says that token over a socket. */
    Verdict holder(String token);

    /** Whether what was known of somebody is still so, whose socket has been open since. */
    boolean isCurrent(Known known);

    /** Closed for ever. */
    sealed interface Verdict {}

    /** The request is made by this user, whose credential is good until then, or without an end. */
    record Known(UserId user, Optional<Instant> until) implements Verdict {
        public Known {
            requireNonNull(user, "user");
            requireNonNull(until, "until");
        }

        /** A user whose credential has no end. */
        public Known(UserId user) {
            this(user, Optional.empty());
        }
    }

    /** The request is not served; {@code detail} tells a person why and what to do, {@code headers} a program. */
    record Refusal(int status, String detail, Map<String, String> headers) implements Verdict {
        public Refusal {
            requireNonNull(detail, "detail");
            headers = Map.copyOf(headers);
        }

        public Refusal(int status, String detail) {
            this(status, detail, Map.of());
        }
    }
}
