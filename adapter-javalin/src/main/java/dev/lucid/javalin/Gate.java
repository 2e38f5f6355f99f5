package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Identity.Known;
import dev.lucid.javalin.Identity.Refusal;
import dev.lucid.javalin.Identity.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** What requests pass before a wire sees them: who makes them, and whether it is not too much. Safe for many threads. */
final class Gate {
    private static final int TOO_MANY = 429;

    /** Nobody knows when one of them closes: clients do well to ask again a little later. */
    private static final Refusal CROWDED = new Refusal(TOO_MANY, Visitor.CROWDED, Map.of("Retry-After", "5"));

    private final Identity identity;
    private final Optional<Allowances<UserId>> users;
    private final Optional<Allowances<String>> strangers;
    private final Seats seats;

    /** Where one person alone is served, nobody's requests are counted. */
    Gate(Identity identity, Limits limits, LongSupplier nanos) {
        this.identity = requireNonNull(identity, "identity");
        var counted = Optional.of(limits).filter(_ -> identity.isFitForNetworks());
        this.users = counted.flatMap(Limits::user).map(rate -> new Allowances<>(rate, nanos));
        this.strangers = counted.flatMap(Limits::failures).map(rate -> new Allowances<>(rate, nanos));
        this.seats = new Seats(counted.map(Limits::sockets).orElse(OptionalInt.empty()));
    }

    /** Ends the request that is refused whatever it asks for. */
    void letIn(Request request) {
        identity.refusal(request).ifPresent(refusal -> {
            throw rejection(refusal);
        });
    }

    /** Whose request it is; ends the one of a stranger, or of a user who asks too much. */
    Known known(Request request) {
        return switch (counted(identity.user(request), request.peer())) {
            case Known known -> known;
            case Refusal refusal -> throw rejection(refusal);
        };
    }

    /** Who opens a socket. Ends the request that is too much; whether a stranger is heard at all the wire decides. */
    Visitor visitor(Request request) {
        var shown = identity.opener(request).map(verdict -> counted(verdict, request.peer()));
        shown.ifPresent(Gate::endIfTooMuch);
        shown.filter(verdict -> verdict instanceof Known known && !seats.hasOneFor(known.user()))
                .ifPresent(_ -> {
                    throw rejection(CROWDED);
                });

        return new Visitor(
                seats,
                shown,
                token -> counted(identity.holder(token), request.peer()),
                identity::isCurrent,
                verdict -> counted(verdict, request.peer()));
    }

    private static void endIfTooMuch(Verdict verdict) {
        if (verdict instanceof Refusal refusal && refusal.status() == TOO_MANY) {
            throw rejection(refusal);
        }
    }

    private Verdict counted(Verdict verdict, Peer peer) {
        return switch (verdict) {
            case Known known ->
                users.flatMap(all -> all.take(known.user()))
                        .<Verdict>map(wait -> tooMany("You ask too much at once", wait))
                        .orElse(known);
            case Refusal refusal ->
                strangers
                        .flatMap(all -> all.take(peer.network()))
                        .<Verdict>map(wait -> tooMany("Too many requests without good credentials", wait))
                        .orElse(refusal);
        };
    }

    private static Refusal tooMany(String what, Duration wait) {
        var seconds = wait.toSeconds() + 1;

        return new Refusal(
                TOO_MANY, what + ": try again in " + seconds + " s", Map.of("Retry-After", String.valueOf(seconds)));
    }

    private static Rejection rejection(Refusal refusal) {
        var answer = Answer.problem(refusal.status(), refusal.detail());
        for (var header : refusal.headers().entrySet()) {
            answer = answer.with(header.getKey(), header.getValue());
        }

        return new Rejection(answer);
    }
}
