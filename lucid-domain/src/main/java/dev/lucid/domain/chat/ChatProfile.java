package dev.lucid.domain.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a chat besides its events.
 *
 * @param title at most 255 characters
 * @param pullRequest whether a pull request is to be opened once work was brought to the repository's origin
 * @param project a client's own name for what the chat belongs to
 * @param label a client's own name for the user, where there are no accounts
 */
public record ChatProfile(
        ChatId id,
        UserId owner,
        SessionId session,
        String title,
        ModelRef model,
        Optional<RepositoryRef> repository,
        boolean pullRequest,
        Optional<String> project,
        Optional<String> label,
        boolean active,
        Instant createdAt,
        Instant updatedAt) {
    public ChatProfile {
        requireNonNull(id, "id");
        requireNonNull(owner, "owner");
        requireNonNull(session, "session");
        requireNonNull(title, "title");
        requireNonNull(model, "model");
        requireNonNull(repository, "repository");
        requireNonNull(project, "project");
        requireNonNull(label, "label");
        requireNonNull(createdAt, "createdAt");
        requireNonNull(updatedAt, "updatedAt");
    }
}
