package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A server process of a cluster, whoever started it. */
record RunningServer(ProcessHandle process, int port, PostmasterFile.Status status) {
    RunningServer {
        requireNonNull(process, "process");
        requireNonNull(status, "status");
    }

    boolean isAlive() {
        return lives(process);
    }

    /** A process that ended and that nobody has asked for its exit code is not alive, though its number is taken. */
    static boolean lives(ProcessHandle process) {
        return process.isAlive() && !state(process).map("Z"::equals).orElse(false);
    }

    /** The live server that {@code cluster}'s pid file names; a number that another program has by now is none. */
    static Optional<RunningServer> of(Path cluster) throws IOException {
        return PostmasterFile.read(cluster)
                .flatMap(file -> ProcessHandle.of(file.pid())
                        .filter(process -> lives(process) && serves(process, cluster))
                        .map(process -> new RunningServer(process, file.port(), file.status())));
    }

    /** Whether any process at all works in the cluster's directory: a killed server's children may still do. */
    static boolean anyProcessIn(Path cluster) {
        return ProcessHandle.allProcesses()
                .anyMatch(process ->
                        workingDirectory(process).map(cluster::equals).orElse(false));
    }

    private static boolean serves(ProcessHandle process, Path cluster) {
        return workingDirectory(process).map(cluster::equals).orElseGet(() -> mayBePostgres(process));
    }

    /** A server works in its cluster's directory; where that can't be seen, any PostgreSQL may be the one. */
    private static boolean mayBePostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.endsWith("postgres"))
                .orElse(true);
    }

    private static Optional<String> state(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return Optional.of(stat.substring(stat.lastIndexOf(')') + 1).strip().substring(0, 1));
        } catch (IOException | SecurityException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> workingDirectory(ProcessHandle process) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd")));
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.empty();
        }
    }
}
