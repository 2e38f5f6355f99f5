package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What the process was started with.
 *
 * @param searchPath where programs are found, as in {@code PATH}
 * @param sshAgent the socket of the user's ssh agent
 */
record MachineFacts(
        String searchPath, Optional<String> sshAgent, Path home, Path workingDirectory, InstantSource clock) {
    MachineFacts {
        requireNonNull(searchPath, "searchPath");
        requireNonNull(sshAgent, "sshAgent");
        requireNonNull(home, "home");
        requireNonNull(workingDirectory, "workingDirectory");
        requireNonNull(clock, "clock");
    }

    static MachineFacts of(Map<String, String> environment) {
        return new MachineFacts(
                environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                Optional.ofNullable(environment.get("SSH_AUTH_SOCK")).filter(socket -> !socket.isBlank()),
                Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/"))),
                Path.of("").toAbsolutePath(),
                InstantSource.system());
    }
}
