package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;

/** Begins a conversation with a client whose socket has just been opened. */
@FunctionalInterface
public interface Reception {
    /** Who {@code user} is was decided before. Must not block. */
    Talk greet(UserId user, Line line);
}
