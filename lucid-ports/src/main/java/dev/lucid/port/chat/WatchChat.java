package dev.lucid.port.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;

/**
 * Somebody watches a chat: every stored event after {@code after}, in order, each exactly once, and what is being made
 * right now on the way. A slow watcher misses nothing that is stored and delays nobody; of deltas it may miss some, and
 * is then given the whole text so far in one.
 */
public interface WatchChat {
    Outcome watch(Command command, Watcher watcher);

    /** From where on; 0 is the beginning. */
    record Command(UserId user, ChatId chat, long after) {
        public Command {
            requireNonNull(user, "user");
            requireNonNull(chat, "chat");
            if (after < 0) {
                throw new IllegalArgumentException(
                        "Events are counted from 1, so one watches after 0 or more: " + after);
            }
        }
    }

    /** Closed for ever. */
    sealed interface Outcome {
        record Watching(Watch watch) implements Outcome {}

        /** This user has no such chat. */
        record NoSuchChat() implements Outcome {}
    }

    /** A watch under way. */
    interface Watch extends AutoCloseable {
        /** Ends the watch; nothing is shown after it, but for what is being shown already. */
        @Override
        void close();
    }
}
