package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import java.util.Optional;

/**
 * What a client gave for one chat alone. Kept encrypted as long as the chat, shown to nobody, and never in a sandbox.
 *
 * @param gitToken for the chat's repository
 * @param modelKey for the provider of the chat's model
 */
public record ChatSecrets(Optional<Secret> gitToken, Optional<Secret> modelKey) {
    public static final ChatSecrets NONE = new ChatSecrets(Optional.empty(), Optional.empty());

    public ChatSecrets {
        requireNonNull(gitToken, "gitToken");
        requireNonNull(modelKey, "modelKey");
    }
}
