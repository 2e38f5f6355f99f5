package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Identity.Known;
import dev.lucid.javalin.Identity.Refusal;
import dev.lucid.javalin.Identity.Verdict;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Who is at the other end of a socket, as far as credentials were shown. Safe for many threads. */
public final class Visitor {
    private final Function<String, Verdict> holder;
    private final Predicate<Known> isCurrent;
    private volatile Optional<Verdict> verdict;

    /** Nothing is shown yet if {@code verdict} is empty. */
    Visitor(Optional<Verdict> verdict, Function<String, Verdict> holder, Predicate<Known> isCurrent) {
        this.verdict = requireNonNull(verdict, "verdict");
        this.holder = requireNonNull(holder, "holder");
        this.isCurrent = requireNonNull(isCurrent, "isCurrent");
    }

    /** The user; empty as long as no good credential was shown. */
    public Optional<UserId> user() {
        return known().map(Known::user);
    }

    /** Why what was shown is not good, to a person; empty if it is, or nothing was shown. */
    public Optional<String> refusal() {
        return verdict.map(shown -> switch (shown) {
                    case Known _ -> Optional.<String>empty();
                    case Refusal refusal -> Optional.of(refusal.detail());
                })
                .flatMap(Function.identity());
    }

    /** The client says a token. {@link #user()} or {@link #refusal()} tell what it is worth. May block. */
    public void show(String token) {
        verdict = Optional.of(holder.apply(token));
    }

    /** Whether what was shown was good and no longer is, so that nothing new may be asked for with it. */
    public boolean isExpired() {
        return known().filter(isCurrent.negate()).isPresent();
    }

    private Optional<Known> known() {
        return verdict.filter(Known.class::isInstance).map(Known.class::cast);
    }
}
