package dev.lucid.sandbox;

import dev.lucid.domain.workspace.SessionId;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The system's user that a sandbox's processes are. Where Lucid runs as root they are a user of the session's own that
 * exists nowhere else: root's files under {@code /proc} and {@code /dev} obey root even without its powers.
 */
public sealed interface Tenant {
    /** Gives a file or folder to the sandbox's processes. A link itself is given, not what it points to. */
    void own(Path path) throws IOException;

    /** Gives them all that lies in a folder, where something in it is not theirs. No command may run meanwhile. */
    void ownAll(Path folder) throws IOException;

    /** The same user as the server: there is nothing to give. */
    record Same() implements Tenant {
        @Override
        public void own(Path path) {}

        @Override
        public void ownAll(Path folder) {}
    }

    /** Another user, which only root can give something to. */
    record Other(int id) implements Tenant {
        private static final int FIRST = 2_000_000_000;
        private static final int COUNT = 90_000_000;

        public static Other of(SessionId session) {
            return new Other(FIRST + Math.floorMod(session.value().hashCode(), COUNT));
        }

        @Override
        public void own(Path path) throws IOException {
            Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void ownAll(Path folder) throws IOException {
            if (isForeign(folder) || hasForeign(folder)) {
                Files.walkFileTree(folder, new Owning());
            }
        }

        private boolean hasForeign(Path folder) throws IOException {
            try (var entries = Files.newDirectoryStream(folder)) {
                for (var entry : entries) {
                    if (isForeign(entry)) {
                        return true;
                    }
                }
            }

            return false;
        }

        private boolean isForeign(Path path) throws IOException {
            return !Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(id);
        }

        private final class Owning extends SimpleFileVisitor<Path> {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                own(folder);

                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                own(file);

                return FileVisitResult.CONTINUE;
            }
        }
    }
}
