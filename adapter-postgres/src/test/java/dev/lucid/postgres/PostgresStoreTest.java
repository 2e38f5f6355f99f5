package dev.lucid.postgres;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.ChatEditsContract;
import dev.lucid.testkit.ChatsContract;
import dev.lucid.testkit.EventLogContract;
import dev.lucid.testkit.LeasesContract;
import dev.lucid.testkit.StoreUnderTest;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedDatabase.class)
class PostgresStoreTest implements EventLogContract, LeasesContract, ChatsContract, ChatEditsContract {
    private final PostgresStore store;
    private final UserId user = new UserId(UUID.randomUUID());

    PostgresStoreTest(EmbeddedPostgres postgres) {
        this.store = PostgresStore.open(postgres::server, UUID.randomUUID(), FreshDatabases.cipher("key"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    public ChatEdits edits() {
        return store.chatEdits();
    }

    @Override
    public StoreUnderTest store() {
        return new StoreUnderTest(store.log(), store.leases(), store.chats(), user);
    }
}
