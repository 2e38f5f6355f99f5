package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Identity.Known;
import dev.lucid.javalin.Identity.Refusal;
import dev.lucid.javalin.Identity.Verdict;

/** Users who come with their name in a header, and are believed. */
public final class NamedUsers {
    static final String HEADER = "X-Test-User";

    public static final Identity IDENTITY = new TestIdentity(request -> request.only("x-test-user")
            .<Verdict>map(name -> new Known(UserId.ofSubject(name)))
            .orElseGet(() -> new Refusal(403, "Authentication required")));

    private NamedUsers() {}
}
