package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, finds and stops the one server of a cluster. Whoever calls holds the data directory's change lock, so
 * nobody else does any of it meanwhile.
 */
final class Postmaster {
    /** Long, because a server that was killed in the middle of much work first replays its log. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(8);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(2);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    private final Path cluster;
    private final ServerLog log;
    private final Programs programs;
    private final ProcessNamespace namespace;

    Postmaster(Path cluster, ServerLog log, Programs programs) {
        this.cluster = requireNonNull(cluster, "cluster");
        this.log = requireNonNull(log, "log");
        this.programs = requireNonNull(programs, "programs");
        this.namespace = new ProcessNamespace(cluster);
    }

    /** The server, for one who just joined {@code others}. */
    RunningServer ensureRunning(SharedUse.Company others) {
        try {
            if (others == SharedUse.Company.OTHERS && RunningServer.of(cluster).isEmpty()) {
                namespace.refuseAnother();
            }
        } catch (IOException e) {
            throw LocalFailure.of("look for PostgreSQL in " + cluster, e);
        }
        return ensureRunning(OptionalInt.empty());
    }

    /** The server, ready; the one that runs already, or else a new one, on that port where it is still free. */
    RunningServer ensureRunning(OptionalInt preferredPort) {
        var patience = Patience.of(START_LIMIT);
        try {
            while (true) {
                var server = RunningServer.of(cluster);
                if (server.isPresent() && server.get().status() == PostmasterFile.Status.READY) {
                    return server.get();
                }
                if (server.isEmpty()) {
                    var started = launch(preferredPort, patience);
                    if (started.isPresent()) {
                        return started.get();
                    }
                    preferredPort = OptionalInt.empty();
                } else if (server.get().status() == PostmasterFile.Status.STOPPING) {
                    programs.signal(server.get().process().pid(), "INT"); // it may be waiting for its clients to go
                }
                patience.pause(this::tooSlow);
            }
        } catch (IOException e) {
            throw LocalFailure.of("start PostgreSQL in " + cluster, e);
        }
    }

    /** Ends the server if there is one: in order, and if that takes too long, by force; committed rows stay. */
    void stop() {
        try {
            var server = RunningServer.of(cluster);
            if (server.isEmpty()) {
                return;
            }
            var process = server.get().process();
            if (!ended(process, "INT", FAST_STOP_LIMIT) && !ended(process, "QUIT", IMMEDIATE_STOP_LIMIT)) {
                LOG.warn(
                        "PostgreSQL (process {}) did not stop: killing it; it recovers at its next start",
                        process.pid());
                if (!ended(process, "KILL", KILL_LIMIT)) {
                    throw new PortFailure.Transient("Could not end PostgreSQL (process " + process.pid() + ") in "
                            + cluster + ": it does not react to SIGKILL. Its disk may hang.");
                }
            }
        } catch (IOException e) {
            throw LocalFailure.of("stop PostgreSQL in " + cluster, e);
        }
    }

    private boolean ended(ProcessHandle process, String signal, Duration limit) {
        programs.signal(process.pid(), signal);
        var patience = Patience.of(limit);
        while (RunningServer.lives(process)) {
            if (patience.isOver()) {
                return false;
            }
            patience.pause(this::tooSlow);
        }
        return true;
    }

    /** Empty if it is worth trying again. */
    private Optional<RunningServer> launch(OptionalInt preferredPort, Patience patience) throws IOException {
        forgetOutdatedFile(patience);
        log.keepShort();
        long position = log.open();
        int port = preferredPort.isPresent() ? preferredPort.getAsInt() : freePort();
        namespace.leaveMark();
        var process =
                programs.postgres(ServerOptions.of(cluster, port), log.file().toFile());
        try {
            var server = awaitReady(process, patience);
            if (server.isPresent()) {
                return server;
            }
        } catch (PortFailure e) {
            process.destroy();
            throw e;
        }
        var words = log.since(position);
        if (StartFailure.portTaken(words) || StartFailure.predecessorLeaving(words)) {
            return Optional.empty();
        }
        throw StartFailure.of("start PostgreSQL in " + cluster, words);
    }

    /** Empty if the process ended instead. */
    private Optional<RunningServer> awaitReady(Process process, Patience patience) throws IOException {
        while (process.isAlive()) {
            var server = RunningServer.of(cluster);
            if (server.isPresent()
                    && server.get().process().pid() == process.pid()
                    && server.get().status() == PostmasterFile.Status.READY) {
                return server;
            }
            patience.pause(this::tooSlow);
        }
        return Optional.empty();
    }

    /**
     * A killed server leaves its pid file, and PostgreSQL itself knows what to do with it: unless the number belongs
     * to another program by now, or the file was cut short. Then it would refuse to start for ever.
     */
    private void forgetOutdatedFile(Patience patience) throws IOException {
        var file = PostmasterFile.in(cluster);
        if (!Files.exists(file)) {
            return;
        }
        var named = PostmasterFile.read(cluster);
        boolean numberTaken =
                named.isEmpty() || ProcessHandle.of(named.get().pid()).isPresent();
        if (numberTaken) {
            while (RunningServer.anyProcessIn(cluster)) {
                patience.pause(this::tooSlow);
            }
            Files.deleteIfExists(file);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private PortFailure tooSlow() {
        return new PortFailure.Transient("PostgreSQL in " + cluster + " was not ready within " + START_LIMIT.toSeconds()
                + " s. Look into " + log.file() + " and try again.");
    }
}
