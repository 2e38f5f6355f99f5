package dev.lucid.cli;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/** Where a server is to listen; what is left out is configured elsewhere. Port 0 is any free one. */
public record ListenAddress(Optional<String> host, OptionalInt port) {
    public ListenAddress {
        requireNonNull(host, "host");
        requireNonNull(port, "port");
    }
}
