package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.Migrations;
import dev.lucid.postgres.PostgresStore;
import dev.lucid.postgres.TokenCipher;
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
        var cipher = new TokenCipher(EncryptionKey.of(config), EncryptionKey.earlier(config), config.tokenForm());

        return config.database()
                .map(address -> operated(address, process, cipher))
                .orElseGet(() -> own(config, process, cipher));
    }

    private static Database operated(DatabaseAddress address, UUID process, TokenCipher cipher) {
        return new Database(PostgresStore.open(() -> address, process, cipher), Optional.empty());
    }

    private static Database own(LucidConfig config, UUID process, TokenCipher cipher) {
        var embedded = EmbeddedPostgres.start(config.data());
        try {
            var migrations = new Migrations(embedded.owner());
            migrations.run();
            migrations.grantServer(embedded.server().password());

            return new Database(PostgresStore.open(embedded::server, process, cipher), Optional.of(embedded));
        } catch (RuntimeException e) {
            embedded.close();
            throw e;
        }
    }

    /** All that is kept. */
    PostgresStore store() {
        return store;
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
