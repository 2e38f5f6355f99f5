package dev.lucid.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Reads chats as the wire writes them. */
final class Profiles {
    private Profiles() {}

    static ChatProfile read(JsonNode chat) {
        return new ChatProfile(
                ChatId.of(text(chat, "id")),
                new UserId(UUID.fromString(text(chat, "owner"))),
                SessionId.of(text(chat, "session")),
                text(chat, "title"),
                new ModelRef(text(chat, "provider"), text(chat, "model")),
                perhaps(chat, "repository").map(address -> repository(address, chat)),
                chat.path("pullRequest").booleanValue(),
                perhaps(chat, "project"),
                perhaps(chat, "label"),
                chat.path("active").booleanValue(),
                Instant.parse(text(chat, "createdAt")),
                Instant.parse(text(chat, "updatedAt")));
    }

    private static RepositoryRef repository(String address, JsonNode chat) {
        var author = new Author(
                perhaps(chat, "authorName").orElse(Author.LUCID.name()),
                perhaps(chat, "authorEmail").orElse(Author.LUCID.email()));

        return new RepositoryRef(address, perhaps(chat, "branch"), author);
    }

    static Optional<String> perhaps(JsonNode object, String name) {
        return Optional.ofNullable(object.path(name).textValue());
    }

    static String text(JsonNode object, String name) {
        return perhaps(object, name)
                .orElseThrow(() -> new IllegalArgumentException("The server's answer has no " + name));
    }
}
