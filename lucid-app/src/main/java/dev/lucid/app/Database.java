package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.chat.Chats;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.Migrations;
import dev.lucid.postgres.PostgresStore;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.util.Optional;
import java.util.UUID;

/** Where chats are kept: a PostgreSQL of the operator's own, or the one that comes with Lucid, migrated and open. */
final class Database implements AutoCloseable {
    private final PostgresStore store;
    private final Optional<EmbeddedPostgres> embedded;

    private Database(PostgresStore store, Optional<EmbeddedPostgres> embedded) {
        this.store = requireNonNull(store, "store");
        this.embedded = requireNonNull(embedded, "embedded");
    }

    static Database open(LucidConfig config, UUID process) {
        return config.database().map(address -> operated(address, process)).orElseGet(() -> own(config, process));
    }

    private static Database operated(DatabaseAddress address, UUID process) {
        return new Database(PostgresStore.open(() -> address, process), Optional.empty());
    }

    private static Database own(LucidConfig config, UUID process) {
        var embedded = EmbeddedPostgres.start(config.data());
        try {
            var migrations = new Migrations(embedded.owner());
            migrations.run();
            migrations.grantServer(embedded.server().password());

            return new Database(PostgresStore.open(embedded::server, process), Optional.of(embedded));
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    EventLog log() {
        return store.log();
    }

    Leases leases() {
        return store.leases();
    }

    Chats chats() {
        return store.chats();
    }

    @Override
    public void close() {
        try {
            store.close();
        } finally {
            embedded.ifPresent(EmbeddedPostgres::close);
        }
    }
}
