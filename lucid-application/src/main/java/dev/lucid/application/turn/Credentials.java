package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.chat.Chats;
import java.util.Optional;

/**
 * What was given for one chat alone. Read when it is first needed, and from then on kept out of all that is shown and
 * stored. For the runner's thread.
 */
final class Credentials {
    private final Chats chats;
    private final ChatProfile profile;
    private final Redaction redaction;
    private Optional<Chats.Given> read = Optional.empty();

    Credentials(Chats chats, ChatProfile profile, Redaction redaction) {
        this.chats = requireNonNull(chats, "chats");
        this.profile = requireNonNull(profile, "profile");
        this.redaction = requireNonNull(redaction, "redaction");
    }

    /** Why the chat can't go on as it was meant to, in words for a person; empty if nothing is in the way. */
    Optional<String> problem() {
        return given().lost()
                ? Optional.of("The token or key that was given for this chat can't be read any more: it was encrypted"
                        + " under a key that this server does not have. Give the earlier key in ENCRYPTION_KEY_OLD and start the"
                        + " server again: the turn goes on by itself. Or stop it, start a new chat, and give it again.")
                : Optional.empty();
    }

    /** What was read is read again when it is needed next: it may have changed. */
    void forget() {
        read = Optional.empty();
    }

    /** For the chat's repository. */
    Optional<Secret> gitToken() {
        return given().secrets().gitToken();
    }

    /** For that model, if it is of the provider that the key was given for. */
    Optional<Secret> key(ModelRef model) {
        return given().secrets()
                .modelKey()
                .filter(_ -> model.provider().equals(profile.model().provider()));
    }

    private Chats.Given given() {
        var given = read.orElseGet(() -> chats.secrets(profile.owner(), profile.id()));
        if (read.isEmpty()) {
            given.secrets().gitToken().ifPresent(redaction::learn);
            given.secrets().modelKey().ifPresent(redaction::learn);
            read = Optional.of(given);
        }

        return given;
    }
}
