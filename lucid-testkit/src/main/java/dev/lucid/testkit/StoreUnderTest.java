package dev.lucid.testkit;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import java.time.Instant;
import java.util.Optional;

/** A store's three ports, as one adapter implements them, and the user that the test's chats belong to. */
public record StoreUnderTest(EventLog log, Leases leases, Chats chats, UserId user) {
    public StoreUnderTest {
        requireNonNull(log, "log");
        requireNonNull(leases, "leases");
        requireNonNull(chats, "chats");
        requireNonNull(user, "user");
    }

    /** Makes a chat whose first message is that task. */
    public ChatId newChat(String task) {
        var profile = profile(task);
        chats.create(profile, Facts.firstMessage(task), ChatSecrets.NONE);

        return profile.id();
    }

    /** A chat's profile that no store has seen yet. */
    public ChatProfile profile(String task) {
        var now = Instant.parse("2026-01-02T03:04:05Z");

        return new ChatProfile(
                new ChatId(Facts.uuid()),
                user,
                new SessionId(Facts.uuid()),
                task,
                new ModelRef("scripted", "default"),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                true,
                now,
                now);
    }
}
