package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * PostgreSQL's files on disk: {@code postgres} in the data directory.
 *
 * <p>They come into being whole: made beside their place and renamed into it, two accounts' passwords among them.
 * Whoever changes them holds the data directory's change lock.
 */
record Cluster(Path dataDirectory) {
    private static final String OWNER_PASSWORD = "lucid.password";
    private static final String SERVER_PASSWORD = "lucid.server-password";
    private static final int PASSWORD_BYTES = 32;
    private static final long ROOM_TO_START = 64L << 20;

    Cluster {
        requireNonNull(dataDirectory, "dataDirectory");
    }

    Path directory() {
        return dataDirectory.resolve("postgres");
    }

    Path log() {
        return dataDirectory.resolve("postgres.log");
    }

    /** The superuser's password. */
    String ownerPassword() {
        return read(directory().resolve(OWNER_PASSWORD));
    }

    /** The password of the account that the server is to log in with. */
    String serverPassword() {
        return read(directory().resolve(SERVER_PASSWORD));
    }

    /** Makes the cluster where there is none; refuses, and changes nothing, where there is something else. */
    void ensure(Programs programs) {
        try {
            if (exists()) {
                refuseUnlessOurs();
            } else {
                make(programs);
            }
        } catch (IOException e) {
            throw LocalFailure.of("use " + directory(), e);
        }
    }

    /** Refuses where {@link #ensure} would; makes nothing. */
    void examine() {
        try {
            if (exists()) {
                refuseUnlessOurs();
            } else if (Files.isDirectory(dataDirectory)) {
                refuseIfDiskIsShort();
            }
        } catch (IOException e) {
            throw LocalFailure.of("use " + directory(), e);
        }
    }

    private boolean exists() throws IOException {
        var directory = directory();
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (!Files.isDirectory(directory)) {
            throw refusal("it is not a directory", "Move it away");
        }
        try (var content = Files.newDirectoryStream(directory)) {
            return content.iterator().hasNext();
        }
    }

    private void refuseUnlessOurs() throws IOException {
        refuseAnotherOwner();
        var versionFile = directory().resolve("PG_VERSION");
        if (!Files.exists(versionFile)) {
            throw refusal("it holds files, but no PostgreSQL data", "Move them away");
        }
        var version = Files.readString(versionFile).strip();
        if (!version.equals(Integer.toString(PostgresBinaries.MAJOR))) {
            throw refusal(
                    "its data is of PostgreSQL " + version + ", and this program brings PostgreSQL "
                            + PostgresBinaries.MAJOR,
                    "Dump it with PostgreSQL " + version + " (pg_dump), move the directory away, start again and"
                            + " restore the dump; or start a Lucid that brings PostgreSQL " + version);
        }
        if (!Files.exists(directory().resolve(OWNER_PASSWORD))) {
            throw refusal(
                    "it was not made by Lucid (" + OWNER_PASSWORD + " is missing in it)",
                    "Run that database yourself and set DATABASE_URL to it, or move the directory away");
        }
    }

    private void refuseAnotherOwner() throws IOException {
        var owner = Files.getAttribute(directory(), "unix:uid");
        if (!owner.equals((int) Programs.userId())) {
            throw refusal(
                    "it belongs to user " + Files.getOwner(directory()).getName(),
                    "Run Lucid as that user, or give the directory to this one (chown -R)");
        }
        var mode = (int) Files.getAttribute(directory(), "unix:mode");
        if ((mode & 0077) != 0) {
            throw refusal("others than its owner may open it", "Close it (chmod 0700 " + directory() + ")");
        }
    }

    private void make(Programs programs) throws IOException {
        refuseIfDiskIsShort();
        var draft = dataDirectory.resolve("postgres.new");
        var draftPassword = dataDirectory.resolve("postgres.new-password");
        PrivateFiles.deleteTree(draft);
        try {
            PrivateFiles.write(draftPassword, newPassword());
            programs.initdb(draft, draftPassword);
            PrivateFiles.moveInto(draftPassword, draft.resolve(OWNER_PASSWORD));
            PrivateFiles.write(draft.resolve(SERVER_PASSWORD), newPassword());
            Files.deleteIfExists(directory()); // an empty one may be a mere leftover
            PrivateFiles.moveInto(draft, directory());
        } finally {
            Files.deleteIfExists(draftPassword);
            PrivateFiles.deleteTree(draft);
        }
    }

    private void refuseIfDiskIsShort() throws IOException {
        long usable = Files.getFileStore(dataDirectory).getUsableSpace();
        if (usable < ROOM_TO_START) {
            throw new PortFailure.Permanent("Could not make a database in " + directory() + ": the disk is full ("
                    + (usable >> 20) + " MB are free, " + (ROOM_TO_START >> 20)
                    + " MB are needed). Free some space, or choose a data directory on another disk.");
        }
    }

    private static String read(Path passwordFile) {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw LocalFailure.of("read the database password in " + passwordFile, e);
        }
    }

    private PortFailure refusal(String reason, String remedy) {
        return new PortFailure.Permanent("Could not use " + directory() + " as the database: " + reason + ". " + remedy
                + ", or choose another data directory. Nothing was changed.");
    }

    private static String newPassword() {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
