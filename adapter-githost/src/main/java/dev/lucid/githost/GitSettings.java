package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What git works with.
 *
 * @param repositories the folder of Lucid's own bare repositories; no sandbox sees it
 * @param reach which repositories may be named
 * @param wayOut where http and https go through
 * @param sshAgent the socket of the operator's ssh agent, where ssh is within reach
 * @param cloneLimit the time that a clone may take
 * @param callLimit the time that any other run of git may take
 */
public record GitSettings(
        Path repositories,
        Reach reach,
        WayOut wayOut,
        Optional<String> sshAgent,
        Duration cloneLimit,
        Duration callLimit) {
    public GitSettings {
        requireNonNull(repositories, "repositories");
        requireNonNull(reach, "reach");
        requireNonNull(wayOut, "wayOut");
        requireNonNull(sshAgent, "sshAgent");
        requireNonNull(cloneLimit, "cloneLimit");
        requireNonNull(callLimit, "callLimit");
    }

    /** Half an hour for a clone, five minutes for the rest, no ssh agent. */
    public GitSettings(Path repositories, Reach reach, WayOut wayOut) {
        this(repositories, reach, wayOut, Optional.empty(), Duration.ofMinutes(30), Duration.ofMinutes(5));
    }
}
