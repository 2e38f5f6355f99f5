package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.postgres.TokenCipher.Purpose;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.util.Optional;

/** Seals and opens what was given for one chat, as a whole. Safe for many threads. */
final class SecretsVault {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TokenCipher cipher;

    SecretsVault(TokenCipher cipher) {
        this.cipher = requireNonNull(cipher, "cipher");
    }

    /** Empty where nothing was given. */
    Optional<Sealed> seal(Purpose purpose, String about, ChatSecrets secrets) {
        if (secrets.equals(ChatSecrets.NONE)) {
            return Optional.empty();
        }
        var json = JSON.createObjectNode();
        secrets.gitToken().ifPresent(token -> json.put("git_token", token.reveal()));
        secrets.modelKey().ifPresent(key -> json.put("model_key", key.reveal()));
        return Optional.of(cipher.seal(purpose, about, json.toString()));
    }

    /** Empty where no key opens them. */
    Optional<ChatSecrets> open(Purpose purpose, String about, Sealed sealed) {
        return cipher.open(purpose, about, sealed).map(SecretsVault::secrets);
    }

    private static ChatSecrets secrets(String text) {
        try {
            var json = JSON.readTree(text);
            return new ChatSecrets(secret(json, "git_token"), secret(json, "model_key"));
        } catch (JsonProcessingException _) { // its message would show them
            throw new IllegalStateException("Secrets that open are JSON, as they were sealed");
        }
    }

    private static Optional<Secret> secret(JsonNode json, String name) {
        return json.hasNonNull(name) ? Optional.of(new Secret(json.get(name).asText())) : Optional.empty();
    }
}
