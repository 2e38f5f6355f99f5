package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a running server says of itself in {@code postmaster.pid}; what a killed one said remains there. */
record PostmasterFile(long pid, int port, Status status) {
    private static final String NAME = "postmaster.pid";
    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    PostmasterFile {
        requireNonNull(status, "status");
    }

    /** How far the server is. */
    enum Status {
        STARTING,
        READY,
        STOPPING
    }

    static Path in(Path cluster) {
        return cluster.resolve(NAME);
    }

    /** Empty where no server has been, has left in order, or is just writing its first lines. */
    static Optional<PostmasterFile> read(Path cluster) throws IOException {
        try {
            return parse(Files.readAllLines(in(cluster)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Optional<PostmasterFile> parse(List<String> lines) {
        if (lines.size() <= PORT) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(PID).strip()),
                    Integer.parseInt(lines.get(PORT).strip()),
                    lines.size() > STATUS ? status(lines.get(STATUS).strip()) : Status.STARTING));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Status status(String word) {
        return switch (word) {
            case "ready", "standby" -> Status.READY;
            case "stopping" -> Status.STOPPING;
            default -> Status.STARTING;
        };
    }
}
