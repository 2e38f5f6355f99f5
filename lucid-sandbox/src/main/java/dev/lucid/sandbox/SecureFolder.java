package dev.lucid.sandbox;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that is held open: whatever is swapped on the way to it, this stays the folder that it was. Nothing here
 * follows a link. One thread's.
 */
public final class SecureFolder implements AutoCloseable {
    private final SecureDirectoryStream<Path> stream;

    private SecureFolder(SecureDirectoryStream<Path> stream) {
        this.stream = stream;
    }

    /** Opens a folder that nobody else can swap. */
    @SuppressWarnings("StreamResourceLeak") // closed with this
    static SecureFolder open(Path path) throws IOException {
        return of(Files.newDirectoryStream(path));
    }

    private static SecureFolder of(DirectoryStream<Path> opened) throws IOException {
        if (opened instanceof SecureDirectoryStream<Path> secure) {
            return new SecureFolder(secure);
        }
        opened.close();
        throw new IOException("this system's Java can't open folders securely");
    }

    /** What lies there under that name, if anything does. */
    Optional<BasicFileAttributes> look(String name) throws IOException {
        try {
            return Optional.of(
                    stream.getFileAttributeView(Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** A folder in it; empty if there is none of that name. */
    Optional<SecureFolder> folder(String name) throws IOException {
        if (look(name).filter(BasicFileAttributes::isDirectory).isEmpty()) {
            return Optional.empty();
        }

        return Optional.of(of(stream.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS)));
    }

    /** A regular file in it, for reading. */
    SeekableByteChannel file(String name) throws IOException {
        var channel = stream.newByteChannel(Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            channel.position(); // a pipe that was swapped in has none
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The permissions of what lies there. */
    Set<PosixFilePermission> permissions(String name) throws IOException {
        return stream.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .permissions();
    }

    /** Moves {@code from}, which lies in another folder, to a name in this one, in place of a file that is there. */
    void take(SecureFolder other, String from, String name) throws IOException {
        other.stream.move(Path.of(from), stream, Path.of(name));
    }

    /** The names in it, at most so many. Only once. */
    List<String> names(int max) throws IOException {
        var names = new ArrayList<String>();
        try {
            for (var path : stream) {
                if (names.size() == max) {
                    break;
                }
                names.add(path.getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }

        return names;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
