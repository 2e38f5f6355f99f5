package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import java.util.Optional;

/** Decides about requests by what they carry: whether they are let in at all, and on whose behalf they are made. */
public interface Identity {
    /** Why this request is refused whatever it asks for; empty if it is let in. Asked first, of every request. */
    Optional<Refusal> refusal(Request request);

    /** Whether it is enough to let requests of other machines in; otherwise the server listens on loopback only. */
    boolean isFitForNetworks();

    /** On whose behalf the request is made. Asked of requests that were let in, where it matters who makes them. */
    Verdict user(Request request);

    /** Closed for ever. */
    sealed interface Verdict {}

    /** The request is made by this user. */
    record Known(UserId user) implements Verdict {
        public Known {
            requireNonNull(user, "user");
        }
    }

    /** The request is not served; {@code detail} tells a person why and what to do. */
    record Refusal(int status, String detail) implements Verdict {
        public Refusal {
            requireNonNull(detail, "detail");
        }
    }
}
