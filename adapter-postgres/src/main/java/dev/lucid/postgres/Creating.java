package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.port.chat.Chats;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A chat to be made, with its first message, on its way. */
record Creating(
        ChatProfile profile,
        Optional<Sealed> secrets,
        Appending.Item first,
        long deadline,
        CompletableFuture<Chats.Created> answer)
        implements Job {
    Creating {
        requireNonNull(profile, "profile");
        requireNonNull(secrets, "secrets");
        requireNonNull(first, "first");
        requireNonNull(answer, "answer");
    }

    @Override
    public ChatId chat() {
        return profile.id();
    }
}
