package dev.lucid.port.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.Optional;

/** Somebody says something more in a chat. */
public interface SendMessage {
    Outcome send(Command command);

    /**
     * A message; the same {@code key} in the same chat is the same message.
     *
     * @param model a provider's or a model's name: it answers from the next turn on; empty to leave it as it is
     */
    record Command(
            UserId user, ChatId chat, String text, Delivery delivery, Optional<String> model, Optional<String> key) {
        public Command {
            requireNonNull(user, "user");
            requireNonNull(chat, "chat");
            requireNonNull(text, "text");
            requireNonNull(delivery, "delivery");
            requireNonNull(model, "model");
            requireNonNull(key, "key");
        }

        /** For the model that the chat has. */
        public Command(UserId user, ChatId chat, String text, Delivery delivery, Optional<String> key) {
            this(user, chat, text, delivery, Optional.empty(), key);
        }

        /** The same, whichever model answers. */
        public Command withAnyModel() {
            return new Command(user, chat, text, delivery, key);
        }
    }

    /** Closed for ever. */
    sealed interface Outcome {
        /** The message is stored, and a runner will take it up; {@code repeated} when this key had sent it before. */
        record Sent(StoredEvent message, boolean repeated) implements Outcome {}

        /** This user has no such chat. */
        record NoSuchChat() implements Outcome {}

        /** Nothing was stored; the message says why and what to do. */
        record Refused(String message) implements Outcome {}

        /** The agent rests here, and enough of this user's chats are at work already: nothing was stored. */
        record TooMany(String message, Duration retryAfter) implements Outcome {}
    }
}
