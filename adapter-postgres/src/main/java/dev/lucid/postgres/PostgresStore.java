package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.lucid.port.account.Tickets;
import dev.lucid.port.account.Users;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.integration.Integrations;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.session.Sessions;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lucid's ports on one PostgreSQL database: the log, the leases, chats, sessions, accounts and their integrations. Owns a pool of connections, the log's
 * committers and the receiver of notices until it is closed. Safe for many threads.
 */
public final class PostgresStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresStore.class);
    private static final int CONNECTIONS = 10;
    private static final Duration CONNECTION_WAIT = Duration.ofSeconds(6);
    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(5);
    private static final String IS_PRIVILEGED = """
            select rolsuper or rolbypassrls
                or pg_has_role(current_user, (select relowner from pg_class where oid = 'public.chat_heads'::regclass), 'USAGE')
            from pg_roles where rolname = current_user""";

    private final HikariDataSource pool;
    private final Committers committers;
    private final NoticeReceiver receiver;
    private final EventLog log;
    private final Leases leases;
    private final Chats chats;
    private final ChatEdits chatEdits;
    private final Sessions sessions;
    private final SessionRecords sessionRecords;
    private final SessionDrafts sessionDrafts;
    private final Users users;
    private final Tickets tickets;
    private final Integrations integrations;
    private final Rekeying rekeying;

    private PostgresStore(ConnectionSource source, HikariDataSource pool, Jdbi jdbi, UUID process, TokenCipher cipher) {
        this.pool = pool;
        var transactions = new Transactions(jdbi, Transactions.PATIENCE);
        var codec = new EventCodec();
        var forms = new EventForms(codec);
        var statements = new LogStatements(codec);
        var listeners = new Listeners();
        var self = UUID.randomUUID();
        var vault = new SecretsVault(cipher);
        var creation = new ChatCreation(statements);
        this.committers = Committers.start(new Settling(transactions, statements, creation, listeners, self));
        this.receiver = NoticeReceiver.start(source, transactions, listeners, self);
        this.log = new PostgresEventLog(transactions, statements, forms, committers, listeners);
        this.leases = new PostgresLeases(transactions, process);
        this.chats = new PostgresChats(transactions, forms, committers, vault);
        this.chatEdits = new PostgresChatEdits(transactions);
        this.sessions = new PostgresSessions(transactions);
        this.sessionRecords = new PostgresSessionRecords(transactions);
        this.sessionDrafts = new PostgresSessionDrafts(transactions, vault);
        this.users = new PostgresUsers(transactions);
        this.tickets = new PostgresTickets(transactions);
        this.integrations = new PostgresIntegrations(transactions, cipher);
        this.rekeying = new Rekeying(transactions, cipher);
    }

    /** Without a key: tokens and keys can neither be kept nor read. */
    public static PostgresStore open(Supplier<DatabaseAddress> address, UUID process) {
        return open(address, process, TokenCipher.NONE);
    }

    /**
     * Opens the database, which must be migrated: see {@link Migrations}. Deletes prepared sessions that are too old.
     *
     * @param address asked at each new connection: an embedded server may come back on another port
     * @param process names this process in the leases it takes
     * @param cipher for what lies encrypted
     */
    public static PostgresStore open(Supplier<DatabaseAddress> address, UUID process, TokenCipher cipher) {
        requireNonNull(process, "process");
        requireNonNull(cipher, "cipher");
        var source = new ConnectionSource(address);
        check(Jdbi.create(source::open)); // past the pool, which would hide why it can't be entered
        var pool = pool(source);
        var jdbi = Jdbi.create(pool);
        try {
            PostgresSessionDrafts.forgetOld(new Transactions(jdbi, OPENING_PATIENCE));

            return new PostgresStore(source, pool, jdbi, process, cipher);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Fails as {@link #open} would. Keeps nothing open, and changes nothing. */
    public static void examine(DatabaseAddress address) {
        check(Jdbi.create(new ConnectionSource(() -> address)::open));
    }

    public EventLog log() {
        return log;
    }

    public Leases leases() {
        return leases;
    }

    public Chats chats() {
        return chats;
    }

    public ChatEdits chatEdits() {
        return chatEdits;
    }

    public Sessions sessions() {
        return sessions;
    }

    public SessionRecords sessionRecords() {
        return sessionRecords;
    }

    public SessionDrafts sessionDrafts() {
        return sessionDrafts;
    }

    public Users users() {
        return users;
    }

    public Tickets tickets() {
        return tickets;
    }

    public Integrations integrations() {
        return integrations;
    }

    /** Changes the key that tokens lie under: open the store with the new key and the earlier ones. */
    public Rekeying rekeying() {
        return rekeying;
    }

    /** Stores what was to be appended, and lets go of the database. */
    @Override
    public void close() {
        committers.close();
        receiver.close();
        pool.close();
    }

    private static HikariDataSource pool(ConnectionSource source) {
        var config = new HikariConfig();
        config.setPoolName("lucid");
        config.setDataSource(source.asDataSource());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static void check(Jdbi jdbi) {
        new Transactions(jdbi, OPENING_PATIENCE).asLucid("opening the database", handle -> {
            handle.createQuery("select count(*) from (select from public.chat_heads limit 1) as one")
                    .mapTo(Integer.class)
                    .one();
            var version = handle.createQuery("select lucid.schema_version()")
                    .mapTo(Integer.class)
                    .one();
            Migrations.refuseUnlessLatest(version);
            return version;
        });
        if (jdbi.withHandle(PostgresStore::isPrivileged)) {
            LOG.warn("The database account may do more than it needs to: every transaction drops to a role that is"
                    + " bound by the policies. Better is one that owns nothing and was granted authenticated and"
                    + " lucid_service.");
        }
    }

    private static boolean isPrivileged(Handle handle) {
        return handle.createQuery(IS_PRIVILEGED).mapTo(Boolean.class).one();
    }
}
