package dev.lucid.application.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.Sessions;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much of one user may be at work at once. Requests that come at the same moment may exceed it by their number. Safe
 * for many threads.
 */
public final class Allowance {
    /** When it makes sense to ask again. */
    public static final Duration PAUSE = Duration.ofSeconds(10);

    private final Sessions sessions;
    private final SessionDrafts drafts;
    private final OptionalInt most;

    /** So many chats at work, or such chats and drafts, of a user; without a number any. */
    public Allowance(Sessions sessions, SessionDrafts drafts, OptionalInt most) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.drafts = requireNonNull(drafts, "drafts");
        this.most = requireNonNull(most, "most");
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
