package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command line chooses for all of Lucid, over what is configured.
 *
 * @param server the server to work with, instead of this machine
 * @param data the data directory
 * @param sandbox a kind of sandbox, by its name in {@code LUCID_SANDBOX}
 * @param unconfined whether commands may run without any confinement
 */
public record Choices(
        Optional<ServerAddress> server, Optional<Path> data, Optional<String> sandbox, boolean unconfined) {
    public Choices {
        requireNonNull(server, "server");
        requireNonNull(data, "data");
        requireNonNull(sandbox, "sandbox");
    }
}
