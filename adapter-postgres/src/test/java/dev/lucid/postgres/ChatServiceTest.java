package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.Lease;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the earlier service for chats, and its writer of events, promised: by the names of their own tests. */
@ExtendWith(SharedDatabase.class)
class ChatServiceTest {
    private final EmbeddedPostgres postgres;
    private final PostgresStore store;
    private final StoreUnderTest ports;

    ChatServiceTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.store = PostgresStore.open(postgres::server, UUID.randomUUID());
        this.ports = new StoreUnderTest(store.log(), store.leases(), store.chats(), new UserId(UUID.randomUUID()));
    }

    /** Notes for each statement that adds messages how many it added to which chat. */
    @BeforeEach
    void count() throws SQLException {
        TestConnections.execute(postgres.owner(), """
                create table insertions (session_id uuid, messages bigint);
                create function note_insertion() returns trigger language plpgsql security definer as $$ begin
                    insert into public.insertions select session_id, count(*) from added group by session_id;
                    return null;
                end $$;
                create trigger insertions after insert on public.chat_messages referencing new table as added
                    for each statement execute function note_insertion()""");
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
        TestConnections.execute(postgres.owner(), "drop function note_insertion() cascade; drop table insertions");
    }

    @Test
    void createSessionReturnsDict() {
        var profile = ports.profile("T");

        store.chats().create(profile, Facts.firstMessage("T"), ChatSecrets.NONE);

        assertThat(store.chats().find(profile.owner(), profile.id())).hasValueSatisfying(found -> {
            assertThat(found.id()).isEqualTo(profile.id());
            assertThat(found.owner()).isEqualTo(profile.owner());
            assertThat(found.session()).isEqualTo(profile.session());
        });
    }

    @Test
    void addMessagesBatchInsert() throws SQLException {
        var lease = claimed();
        List<NewEvent<ChatFact>> two = List.of(Facts.said("a"), Facts.said("b"));

        store.log().append(lease, two);

        assertThat(insertions(lease)).containsExactly("1", "2");
        assertThat(TestConnections.ask(
                        postgres.owner(),
                        "select role from chat_messages where session_id = '" + lease.chat() + "' order by seq"))
                .containsExactly("user", "assistant", "assistant");
    }

    @Test
    void addMessagesEmptyDoesNothing() throws SQLException {
        var lease = claimed();

        assertThat(store.log().append(lease, List.of())).isEqualTo(new Appended.Stored(List.of(), false));

        assertThat(insertions(lease)).containsExactly("1");
    }

    @Test
    void deactivateSessionCallsUpdate() throws SQLException {
        var lease = claimed();
        var other = claimed();
        store.leases().release(lease, 1, true);
        var row = "select to_jsonb(chat) - 'is_active' from chat_sessions chat where id = '" + lease.chat() + "'";
        var before = TestConnections.ask(postgres.owner(), row);

        store.chats().deactivate(ports.user(), lease.chat());

        assertThat(TestConnections.ask(postgres.owner(), row)).isEqualTo(before);
        assertThat(TestConnections.ask(
                        postgres.owner(),
                        "select is_active from chat_sessions where id in ('" + lease.chat() + "', '" + other.chat()
                                + "') order by id = '" + other.chat() + "'"))
                .containsExactly("f", "t");
    }

    @Test
    void flushBatchCallsAddMessages() {
        var lease = claimed();
        List<NewEvent<ChatFact>> batch = List.of(Facts.said("hello"), Facts.said("world"));

        store.log().append(lease, batch);

        assertThat(store.log().read(lease.chat(), 1, 10))
                .extracting(stored -> stored.event())
                .isEqualTo(batch.stream().map(NewEvent::event).toList());
    }

    @Test
    void flushBatchEmptyDoesNothing() {
        var lease = claimed();

        assertThat(store.log().append(lease, List.of())).isEqualTo(new Appended.Stored(List.of(), false));

        assertThat(store.log().read(lease.chat(), 1, 10)).isEmpty();
    }

    @Test
    void flushBatchLogsOnError() {
        var told = new CopyOnWriteArrayList<String>();
        var outage = new Outage(told::add);

        await().until(() -> {
            outage.failed(new SQLException("DB down", "08006"));
            return !told.isEmpty();
        });

        assertThat(told.getFirst()).contains("Failed to flush", "DB down", "tried again");
    }

    private Lease claimed() {
        return store.leases().claim(ports.newChat("task")).orElseThrow();
    }

    private List<String> insertions(Lease lease) throws SQLException {
        return TestConnections.ask(
                postgres.owner(), "select messages from insertions where session_id = '" + lease.chat() + "'");
    }
}
