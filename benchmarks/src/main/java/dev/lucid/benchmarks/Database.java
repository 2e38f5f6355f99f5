package dev.lucid.benchmarks;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Lease;
import dev.lucid.postgres.Migrations;
import dev.lucid.postgres.PostgresStore;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.StoreUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** A fresh PostgreSQL with Lucid's tables, as Lucid starts it, and Lucid's store on it. */
final class Database implements AutoCloseable {
    private static final Path PROGRAMS = Path.of(System.getProperty("java.io.tmpdir"), "lucid-bench-postgres");

    private final Scratch scratch;
    private final EmbeddedPostgres postgres;
    private final PostgresStore store;

    Database() throws IOException {
        scratch = Scratch.make();
        postgres = EmbeddedPostgres.start(scratch.folder(), PROGRAMS);
        var migrations = new Migrations(postgres.owner());
        migrations.run();
        migrations.grantServer(postgres.server().password());
        store = PostgresStore.open(postgres::server, UUID.randomUUID());
    }

    PostgresStore store() {
        return store;
    }

    Path folder() {
        return scratch.folder();
    }

    ChatId newChat(String task) {
        return new StoreUnderTest(store.log(), store.leases(), store.chats(), UserId.LOCAL).newChat(task);
    }

    Lease claim(ChatId chat) {
        return store.leases().claim(chat).orElseThrow();
    }

    /** A connection that knows nothing of Lucid, to a table that is as bare as a log can be. */
    BareLog bare() throws SQLException {
        return bare("primary key (session_id, seq)");
    }

    /** The same with other keys. */
    BareLog bare(String keys) throws SQLException {
        var owner = postgres.owner();
        return new BareLog(DriverManager.getConnection(owner.jdbcUrl(), owner.user(), owner.password()), keys);
    }

    @Override
    public void close() throws IOException {
        store.close();
        postgres.close();
        scratch.close();
    }
}
