package dev.lucid.port.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;

/** Somebody stops, pauses, resumes a turn, or decides about a call of it. Asking for it is stored; the runner obeys. */
public interface ControlTurn {
    Outcome control(Command command);

    /**
     * Any request but a message, for which there is {@link SendMessage}, and the end of a session, for which there is
     * {@link dev.lucid.port.session.ManageSessions}.
     */
    record Command(UserId user, ChatId chat, ChatRequest request, Optional<String> key) {
        public Command {
            requireNonNull(user, "user");
            requireNonNull(chat, "chat");
            if (requireNonNull(request, "request") instanceof ChatRequest.UserMessaged
                    || request instanceof ChatRequest.SessionEndRequested) {
                throw new IllegalArgumentException("A message is sent and a session ended, neither is a control");
            }
            requireNonNull(key, "key");
        }
    }

    /** Closed for ever. */
    sealed interface Outcome {
        record Requested(StoredEvent request) implements Outcome {}

        /** This user has no such chat. */
        record NoSuchChat() implements Outcome {}

        /**
         * The agent rests here, and enough of this user's chats are at work already: nothing was stored. A stop is never
         * refused so.
         */
        record TooMany(String message, Duration retryAfter) implements Outcome {}
    }
}
