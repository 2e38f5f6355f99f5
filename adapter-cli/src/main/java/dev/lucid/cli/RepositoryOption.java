package dev.lucid.cli;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Which repository a command line means, as it was written. */
record RepositoryOption(Optional<String> address, Optional<String> branch) {
    Optional<RepositoryRef> read() {
        if (address.isEmpty() && branch.isPresent()) {
            throw new CannotStart("--branch says where to start in a repository: add --repo PATH or --repo URL.");
        }

        return address.map(text -> new RepositoryRef(resolved(text.strip()), branch, Author.LUCID));
    }

    private static String resolved(String address) {
        if (address.isEmpty()) {
            throw new CannotStart("--repo is empty. Give a path or an address of a git repository.");
        }
        var folder = folder(address);
        if (folder.isPresent()) {
            return folder.get().toString();
        }
        if (address.contains("://")) {
            refuseCredentials(address);
            return address;
        }
        // git's short form of ssh: user@host:path
        if (address.matches("[^/:@]+@[^/:@]+:.+")) {
            return address;
        }
        throw new CannotStart(
                "There is no repository at " + Path.of(address).toAbsolutePath().normalize()
                        + ". Give the path of a git repository on this machine, or its address with https:// or ssh://.");
    }

    private static Optional<Path> folder(String address) {
        try {
            var path = Path.of(address);
            return Files.isDirectory(path) ? Optional.of(path.toRealPath()) : Optional.empty();
        } catch (InvalidPathException | java.io.IOException _) {
            return Optional.empty();
        }
    }

    private static void refuseCredentials(String address) {
        try {
            var user = Optional.ofNullable(new URI(address).getRawUserInfo());
            if (user.filter(text -> text.contains(":") || address.startsWith("http"))
                    .isPresent()) {
                throw new CannotStart(
                        "--repo holds a credential, which would be kept with the chat. Leave it out of the address.");
            }
        } catch (URISyntaxException e) {
            throw new CannotStart("--repo is no address: " + e.getReason() + ".");
        }
    }
}
