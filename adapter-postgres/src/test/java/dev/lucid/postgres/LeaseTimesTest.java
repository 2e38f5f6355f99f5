package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.Leases;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Leases of two processes, whose time a test moves on in the database itself. */
@ExtendWith(SharedDatabase.class)
class LeaseTimesTest {
    private final EmbeddedPostgres postgres;
    private final UUID oneProcess = UUID.randomUUID();
    private final PostgresStore one;
    private final PostgresStore other;
    private final ChatId chat;

    LeaseTimesTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.one = PostgresStore.open(postgres::server, oneProcess);
        this.other = PostgresStore.open(postgres::server, UUID.randomUUID());
        this.chat =
                new StoreUnderTest(one.log(), one.leases(), one.chats(), new UserId(UUID.randomUUID())).newChat("task");
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
    }

    @Test
    void aLeaseEndsAfterItsTimeByTheDatabasesClock() throws SQLException {
        assertThat(one.leases().claim(chat)).isPresent();

        assertThat(TestConnections.ask(
                        postgres.owner(),
                        "select lease_end - now() between interval '5 seconds' and interval '" + Leases.SECONDS
                                + " seconds' from chat_heads where session_id = '" + chat + "'"))
                .containsExactly("t");
        assertThat(other.leases().claim(chat)).isEmpty();
        assertThat(other.leases().holder(chat)).contains(oneProcess);

        lapse();
        assertThat(other.leases().holder(chat)).isEmpty();
        assertThat(other.leases().waiting(1000)).contains(chat);
        assertThat(other.leases().claim(chat)).isPresent();
    }

    @Test
    void aLapsedLeaseThatNobodyTookGoesOnUnderTheSameFence() throws SQLException {
        var lease = one.leases().claim(chat).orElseThrow();
        lapse();

        assertThat(one.log().append(lease, List.of(Facts.said("still here")))).isInstanceOf(Appended.Stored.class);
        assertThat(one.leases().renew(Set.of(lease))).containsExactly(lease);
        assertThat(other.leases().claim(chat)).isEmpty();
    }

    @Test
    void aLeaseThatAnotherTookIsLost() throws SQLException {
        var lost = one.leases().claim(chat).orElseThrow();
        lapse();
        var taken = other.leases().claim(chat).orElseThrow();

        assertThat(one.leases().renew(Set.of(lost))).isEmpty();
        assertThat(one.log().append(lost, List.of(Facts.said("late")))).isEqualTo(new Appended.FencedOut());
        one.leases().release(lost, 1, true);
        assertThat(other.leases().renew(Set.of(taken))).containsExactly(taken);
    }

    @Test
    void theLeasesOfADeadProcessAreFreeAtOnceAndNoOthers() {
        var kept = new StoreUnderTest(other.log(), other.leases(), other.chats(), new UserId(UUID.randomUUID()))
                .newChat("kept");
        assertThat(one.leases().claim(chat)).isPresent();
        var others = other.leases().claim(kept).orElseThrow();

        other.leases().abandon(oneProcess);

        assertThat(other.leases().claim(chat)).isPresent();
        assertThat(one.leases().claim(kept)).isEmpty();
        assertThat(other.leases().renew(Set.of(others))).containsExactly(others);
    }

    @Test
    void theLongestWaitingComesFirst() throws SQLException {
        var ports = new StoreUnderTest(one.log(), one.leases(), one.chats(), new UserId(UUID.randomUUID()));
        var later = ports.newChat("later");
        TestConnections.execute(
                postgres.owner(),
                "update chat_heads set wanted_since = '2020-01-02' where session_id = '" + later + "';"
                        + "update chat_heads set wanted_since = '2020-01-01' where session_id = '" + chat + "'");

        assertThat(one.leases().waiting(2)).containsExactly(chat, later);
        assertThat(one.leases().waiting(1)).containsExactly(chat);

        one.leases().release(one.leases().claim(chat).orElseThrow(), 1, true);
        one.leases().release(one.leases().claim(later).orElseThrow(), 1, true);
    }

    private void lapse() throws SQLException {
        TestConnections.execute(
                postgres.owner(),
                "update chat_heads set lease_end = now() - interval '1 second' where session_id = '" + chat + "'");
    }
}
