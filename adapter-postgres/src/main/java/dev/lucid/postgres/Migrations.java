package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.PGConnection;

/**
 * Brings a database to this version's shape, with its owner's account: tables, roles, policies. Several may try at the
 * same time. A database of a newer version is refused, and nothing is changed.
 */
public final class Migrations {
    /** The newest migration's number; that one also makes {@code lucid.schema_version()} say it. */
    static final int LATEST = 7;

    /** The role that a server logs in as, where Lucid makes it. */
    public static final String SERVER_ROLE = "lucid_server";

    private static final String WHAT_IS_THERE =
            "select to_regprocedure('lucid.schema_version()') is not null as versioned,"
                    + " exists (select from pg_roles where rolname = '" + SERVER_ROLE + "') as granted";
    private static final String FOLDER = "dev/lucid/postgres/migrations";

    /** The first statements of the first migration change nothing, and fail where the rest must not run. */
    private static final String FIRST = "/" + FOLDER + "/001_initial_schema.sql";

    private static final String END_OF_CHECK = "-- Up to here nothing is changed.";

    /** Flyway's own table, as closed as all others. */
    private static final String CLOSE_HISTORY = """
            do $$
            begin
                alter table lucid.flyway_schema_history enable row level security;
                revoke all on lucid.flyway_schema_history from public, anon, authenticated;
                create policy users_select on lucid.flyway_schema_history for select to authenticated using (false);
                create policy users_insert on lucid.flyway_schema_history for insert to authenticated with check (false);
                create policy users_update on lucid.flyway_schema_history for update to authenticated using (false);
                create policy users_delete on lucid.flyway_schema_history for delete to authenticated using (false);
            exception when duplicate_object then
                null;
            end
            $$""";

    private static final Set<String> MADE_BY_ANOTHER = Set.of("42710", "23505");

    private final ConnectionSource source;
    private volatile boolean serverIsGranted;

    public Migrations(DatabaseAddress owner) {
        requireNonNull(owner, "owner");
        this.source = new ConnectionSource(() -> owner);
    }

    /** Migrates where there is something to migrate. */
    public void run() {
        var version = version();
        if (version.isPresent() && version.getAsInt() > LATEST) {
            throw newer(version.getAsInt());
        }
        if (version.isEmpty() || version.getAsInt() < LATEST) {
            migrate();
        }
    }

    /** Fails unless a database of that version is one that this Lucid can work on. */
    static void refuseUnlessLatest(int version) {
        if (version > LATEST) {
            throw newer(version);
        }
        if (version < LATEST) {
            throw new PortFailure.Permanent("The database has version " + version + " of Lucid's schema, and this"
                    + " one needs version " + LATEST + ": run `lucid migrate --database-url -` with its owner.");
        }
    }

    private static PortFailure newer(int version) {
        return new PortFailure.Permanent("The database was migrated to version " + version
                + " by a newer Lucid; this one knows version " + LATEST + ". Start the newer one.");
    }

    /** Makes the account that a server may log in with: it owns nothing, and may do nothing but take on a role. */
    public void grantServer(String password) {
        if (serverIsGranted) {
            return;
        }
        try (var connection = source.open()) {
            makeServerRole(connection, password);
        } catch (SQLException e) {
            if (!MADE_BY_ANOTHER.contains(String.valueOf(e.getSQLState()))) {
                throw Failures.of("making the role " + SERVER_ROLE, e);
            }
        }
        serverIsGranted = true;
    }

    private OptionalInt version() {
        try (var connection = source.open();
                var statement = connection.createStatement()) {
            try (var found = statement.executeQuery(WHAT_IS_THERE)) {
                if (!found.next() || !found.getBoolean("versioned")) {
                    return OptionalInt.empty();
                }
                serverIsGranted = found.getBoolean("granted");
            }
            try (var version = statement.executeQuery("select lucid.schema_version()")) {
                return version.next() ? OptionalInt.of(version.getInt(1)) : OptionalInt.empty();
            }
        } catch (SQLException e) {
            throw Failures.of("looking for the database's version", e);
        }
    }

    private void migrate() {
        execute("looking for another system's tables", check());
        try {
            Flyway.configure()
                    .dataSource(source.asDataSource())
                    .locations("classpath:" + FOLDER)
                    .sqlMigrationPrefix("")
                    .sqlMigrationSeparator("_")
                    .schemas("lucid")
                    .defaultSchema("lucid")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw Failures.of("migrating the database", e);
        }
        execute("closing the migrations' history", CLOSE_HISTORY);
    }

    private void execute(String doing, String sql) {
        try (var connection = source.open();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw Failures.of(doing, e);
        }
    }

    private static String check() {
        try (var resource = requireNonNull(Migrations.class.getResourceAsStream(FIRST), FIRST)) {
            var first = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
            return first.substring(0, first.indexOf(END_OF_CHECK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void makeServerRole(Connection connection, String password) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("create role " + SERVER_ROLE + " login noinherit");
            statement.execute("grant authenticated, lucid_service to " + SERVER_ROLE);
        }
        // Encrypted on this side, so that the password is in no log of the database.
        connection.unwrap(PGConnection.class).alterUserPassword(SERVER_ROLE, password.toCharArray(), "scram-sha-256");
        connection.commit();
    }
}
