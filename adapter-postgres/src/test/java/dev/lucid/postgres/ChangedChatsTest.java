package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A user's list of chats moves with his messages, with finals and with renames, and with nothing else. */
@ExtendWith(SharedDatabase.class)
class ChangedChatsTest {
    private final EmbeddedPostgres postgres;
    private final PostgresStore store;
    private final UserId user = new UserId(UUID.randomUUID());
    private final ChatId chat;

    ChangedChatsTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.store = PostgresStore.open(postgres::server, UUID.randomUUID());
        this.chat = new StoreUnderTest(store.log(), store.leases(), store.chats(), user).newChat("task");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void messagesAndFinalsAreChanges() {
        var made = changed();
        store.log().submit(user, chat, Facts.message("more"));
        var messaged = changed();
        store.log()
                .append(
                        store.leases().claim(chat).orElseThrow(),
                        List.of(Facts.of(new ChatFact.TurnEnded(new StopReason.Finished("done")))));

        assertThat(made).isBefore(messaged);
        assertThat(messaged).isBefore(changed());
    }

    @Test
    void aRenameIsAChange() throws SQLException {
        var made = changed();
        TestConnections.as(
                postgres.server(),
                "authenticated",
                user.value(),
                "update chat_sessions set title = 'renamed' where id = '" + chat + "'");

        assertThat(made).isBefore(changed());
        assertThat(store.chats().load(chat).orElseThrow().title()).isEqualTo("renamed");
    }

    @Test
    void workMarksAndLeasesAreNone() {
        var made = changed();
        var lease = store.leases().claim(chat).orElseThrow();
        store.log().append(lease, List.of(Facts.said("working")));
        store.leases().release(lease, 2, true);
        store.chats().deactivate(user, chat);
        store.chats().activate(user, chat);

        assertThat(changed()).isEqualTo(made);
    }

    @Test
    void eventsOfOneAppendAreStoredAtOneMoment() {
        var lease = store.leases().claim(chat).orElseThrow();
        var stored = (Appended.Stored) store.log().append(lease, List.of(Facts.said("a"), Facts.said("b")));

        assertThat(stored.events().getFirst().at())
                .isEqualTo(stored.events().getLast().at());
        assertThat(store.log().read(chat, 1, 10)).isEqualTo(stored.events());
    }

    private Instant changed() {
        return store.chats().load(chat).orElseThrow().updatedAt();
    }
}
