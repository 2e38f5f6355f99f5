package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.postgres.DatabaseAddress;
import dev.lucid.postgres.Migrations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that comes with Lucid: no installation, data under the data directory, durable, on loopback,
 * with a password that only this user can read.
 *
 * <p>Any number of processes may hold one on the same data directory. They share one server: the first starts it, the
 * last to {@link #close()} stops it. It runs in a session of its own and outlives a process that is killed; the next
 * one adopts it. If the server itself dies while it is in use, it is started again on the same port.
 *
 * <p>Failures to start are {@link PortFailure.Permanent} where somebody has to do something first; the message says
 * what, and nothing was changed. Safe for many threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String OWNER = "postgres";
    private static final String DATABASE = "postgres";

    /**
     * Whoever listens there after a crash must not be told the password; and no pooler is in between, so that
     * statements may stay prepared.
     */
    private static final String OPTIONS = "?requireAuth=scram-sha-256&prepareThreshold=3";

    private final DataDirectory dataDirectory;
    private final Postmaster postmaster;
    private final ServerLog log;
    private final Cluster cluster;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ServerWatch watch;
    private volatile RunningServer server;

    private EmbeddedPostgres(
            DataDirectory dataDirectory, Cluster cluster, Postmaster postmaster, RunningServer server) {
        this.dataDirectory = dataDirectory;
        this.postmaster = postmaster;
        this.log = new ServerLog(cluster.log());
        this.cluster = cluster;
        this.server = server;
        this.watch = ServerWatch.start(this::lookAfter);
    }

    /** As {@link #start(Path, Path)}, with the programs in the data directory itself. */
    public static EmbeddedPostgres start(Path dataDirectory) {
        return start(dataDirectory, dataDirectory.resolve("programs"));
    }

    /**
     * Gives the server of {@code dataDirectory}, made and started if need be. PostgreSQL's programs are unpacked
     * under {@code programs} once; data directories may share them.
     */
    public static EmbeddedPostgres start(Path dataDirectory, Path programs) {
        requireNonNull(dataDirectory, "dataDirectory");
        requireNonNull(programs, "programs");
        var shared = DataDirectory.at(dataDirectory);
        try (var _ = shared.takeTurn("start PostgreSQL")) {
            var others = shared.join();
            try {
                return join(shared, programs, others);
            } catch (RuntimeException e) {
                shared.leave();
                throw e;
            }
        }
    }

    /** Fails as {@link #start(Path)} would where something is missing or in the way. Makes and changes nothing. */
    public static void examine(Path dataDirectory) {
        requireNonNull(dataDirectory, "dataDirectory");
        new Programs(PostgresBinaries.found(dataDirectory.resolve("programs"))).tryOut();
        new Cluster(dataDirectory).examine();
    }

    /** Where the database is now, for its superuser: to migrate it. */
    public DatabaseAddress owner() {
        return new DatabaseAddress(url(), OWNER, cluster.ownerPassword());
    }

    /** Where the database is now, for the account that Lucid works with, which a migration has to make. */
    public DatabaseAddress server() {
        return new DatabaseAddress(url(), Migrations.SERVER_ROLE, cluster.serverPassword());
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + DATABASE + OPTIONS;
    }

    /** Leaves the server, and stops it if nobody else uses it. Finishes even if the thread is interrupted. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            watch.close();
            Uninterrupted.run("lucid-postgres-stop", this::leave);
        }
    }

    private static EmbeddedPostgres join(DataDirectory shared, Path programs, SharedUse.Company others) {
        var cluster = new Cluster(shared.path());
        var tools = new Programs(PostgresBinaries.under(programs));
        cluster.ensure(tools);
        var postmaster = new Postmaster(cluster.directory(), new ServerLog(cluster.log()), tools);
        var server = postmaster.ensureRunning(others);
        return new EmbeddedPostgres(shared, cluster, postmaster, server);
    }

    private void leave() {
        try (var _ = dataDirectory.takeTurn("stop PostgreSQL")) {
            if (dataDirectory.leave() == SharedUse.Company.NOBODY) {
                postmaster.stop();
            }
        }
    }

    private void lookAfter() throws IOException {
        log.keepShort();
        var known = server;
        if (known.isAlive()) {
            return;
        }
        LOG.warn(
                "PostgreSQL (process {}) is gone: starting it again",
                known.process().pid());
        try (var _ = dataDirectory.takeTurn("start PostgreSQL again")) {
            server = postmaster.ensureRunning(OptionalInt.of(known.port()));
        }
        LOG.info("PostgreSQL is back, on port {}", server.port());
    }
}
