package dev.lucid.javalin;

import dev.lucid.javalin.Identity.Known;
import dev.lucid.javalin.Identity.Refusal;
import dev.lucid.javalin.Identity.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An identity that lets every request in and asks {@code user} who makes it. */
record TestIdentity(Function<Request, Verdict> user) implements Identity {
    @Override
    public Optional<Refusal> refusal(Request request) {
        return Optional.empty();
    }

    @Override
    public Origins origins() {
        return new Origins(List.of());
    }

    @Override
    public boolean isFitForNetworks() {
        return true;
    }

    @Override
    public boolean isOperator(Request request) {
        return false;
    }

    @Override
    public Verdict user(Request request) {
        return user.apply(request);
    }

    @Override
    public Optional<Verdict> opener(Request request) {
        return Optional.of(user(request));
    }

    @Override
    public Verdict holder(String token) {
        return new Refusal(401, "Nobody has a token");
    }

    @Override
    public boolean isCurrent(Known known) {
        return true;
    }
}
