package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Identity.Known;
import dev.lucid.javalin.Identity.Refusal;
import dev.lucid.javalin.Identity.Verdict;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Who is at the other end of a socket, as far as credentials were shown. Safe for many threads. */
public final class Visitor {
    private static final int TOO_MANY = 429;

    static final String CROWDED = "You have too many sockets open: close one, or try again later.";

    private final Seats seats;
    private final Function<String, Verdict> holder;
    private final Predicate<Known> isCurrent;
    private final UnaryOperator<Verdict> counted;
    private volatile Optional<Verdict> verdict;
    private volatile boolean crowded;
    private Optional<UserId> seat = Optional.empty();
    private boolean gone;

    /** Nothing is shown yet if {@code verdict} is empty. {@code counted} counts a request of whoever is known. */
    Visitor(
            Seats seats,
            Optional<Verdict> verdict,
            Function<String, Verdict> holder,
            Predicate<Known> isCurrent,
            UnaryOperator<Verdict> counted) {
        this.seats = requireNonNull(seats, "seats");
        this.verdict = requireNonNull(verdict, "verdict");
        this.holder = requireNonNull(holder, "holder");
        this.isCurrent = requireNonNull(isCurrent, "isCurrent");
        this.counted = requireNonNull(counted, "counted");
    }

    /** The user; empty as long as no good credential was shown. */
    public Optional<UserId> user() {
        return known().map(Known::user);
    }

    /** Why what was shown is not good, to a person; empty if it is, or nothing was shown. */
    public Optional<String> refusal() {
        return verdict.flatMap(Visitor::why);
    }

    /** Whoever is known asks for something. Why that is too much at once, to a person; empty if it is not. */
    public Optional<String> ask() {
        return known().map(counted).flatMap(Visitor::why);
    }

    /** The client says a token. {@link #user()} or {@link #refusal()} tell what it is worth. May block. */
    public void show(String token) {
        verdict = Optional.of(holder.apply(token));
        sit();
    }

    /** Whether the user is refused only because they have too many sockets open already. */
    public boolean isCrowded() {
        return crowded;
    }

    /** The socket is open: from now on it is one of its user's, once that is known, or it is refused. */
    synchronized void sit() {
        var user = user();
        if (gone || user.isEmpty() || seat.isPresent()) {
            return;
        }
        if (seats.take(user.get())) {
            seat = user;
        } else {
            crowded = true;
            verdict = Optional.of(new Refusal(TOO_MANY, CROWDED));
        }
    }

    /** The socket is closed. */
    synchronized void leave() {
        gone = true;
        seat.ifPresent(seats::leave);
        seat = Optional.empty();
    }

    /** Whether what was shown was good and no longer is, so that nothing new may be asked for with it. */
    public boolean isExpired() {
        return known().filter(isCurrent.negate()).isPresent();
    }

    private static Optional<String> why(Verdict verdict) {
        return switch (verdict) {
            case Known _ -> Optional.empty();
            case Refusal refusal -> Optional.of(refusal.detail());
        };
    }

    private Optional<Known> known() {
        return verdict.filter(Known.class::isInstance).map(Known.class::cast);
    }
}
