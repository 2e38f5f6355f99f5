package dev.lucid.application.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.Sessions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * How much of one user may be at work at once. Requests that come to several processes at the same moment may exceed it by
 * the number of these; within this one they are looked at one by one. Safe for many threads.
 */
public final class Allowance {
    /** When it makes sense to ask again. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    private static final int LOCKS = 64;

    private final List<Lock> locks =
            Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();
    private final Sessions sessions;
    private final SessionDrafts drafts;
    private final OptionalInt most;

    /** So many chats at work, or such chats and drafts, of a user; without a number any. */
    public Allowance(Sessions sessions, SessionDrafts drafts, OptionalInt most) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.drafts = requireNonNull(drafts, "drafts");
        this.most = requireNonNull(most, "most");
    }

    /** Asks, and does what was asked for, while no other request of this user does so: then what is counted holds. */
    public <T> T inTurn(UserId user, Supplier<T> request) {
        if (most.isEmpty()) {
            return request.get();
        }
        var lock = locks.get(Math.floorMod(user.hashCode(), LOCKS));
        lock.lock();
        try {
            return request.get();
        } finally {
            lock.unlock();
        }
    }

    /** Why this user may not start another chat now; empty if nothing is in the way. */
    public Optional<String> againstStarting(UserId user) {
        return most.isPresent() ? tooMany(sessions.atWork(user)) : Optional.empty();
    }

    /** Why this user's chat may not go to work now; empty if nothing is in the way, or it is at work already. */
    public Optional<String> againstWaking(UserId user, ChatId chat) {
        return most.isPresent() && !sessions.isAtWork(user, chat) ? againstStarting(user) : Optional.empty();
    }

    /** Why this user may not prepare another session now; empty if nothing is in the way. */
    public Optional<String> againstPreparing(UserId user) {
        return most.isPresent()
                ? tooMany(sessions.atWork(user) + drafts.list(user).size())
                : Optional.empty();
    }

    private Optional<String> tooMany(int now) {
        return now < most.getAsInt()
                ? Optional.empty()
                : Optional.of("You have " + now + " sessions at work, and may have " + most.getAsInt()
                        + " at a time. Wait until one has ended, or end one.");
    }
}
