package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How many sockets each user has open, up to a number of them. Safe for many threads. */
final class Seats {
    private final OptionalInt most;
    private final Map<UserId, Integer> taken = new HashMap<>();

    /** Without a number everybody may have as many as they like. */
    Seats(OptionalInt most) {
        this.most = most;
    }

    /** Takes one for the user, and says whether there was one. */
    synchronized boolean take(UserId user) {
        if (!hasOneFor(user)) {
            return false;
        }
        taken.merge(user, 1, Integer::sum);

        return true;
    }

    /** Gives back what the user took. */
    synchronized void leave(UserId user) {
        taken.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
    }

    synchronized boolean hasOneFor(UserId user) {
        return most.isEmpty() || taken.getOrDefault(user, 0) < most.getAsInt();
    }
}
