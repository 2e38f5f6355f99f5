package dev.lucid.local;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.tool.CallId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.FileDesk;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Whole outputs as files {@code <base>/<user>/<session>/<call>.txt}, which no sandbox sees. Each is cut where it would grow
 * past 64 MiB, which its last line says: a command that never ends must not fill the disk. So is one with which a session's
 * outputs would take up more than 256 MiB, or all that this process has seen more than 8 GiB.
 */
public final class LocalOutputFiles implements OutputFiles {
    private static final String FULL = "no more is kept of this session's outputs, or of all";
    private static final Limits LIMITS = new Limits(64L << 20, 256L << 20, 8L << 30);

    private final Path base;
    private final Limits limits;
    /** What all outputs take up, once it was measured: less than nothing before. */
    private final AtomicLong all = new AtomicLong(-1);

    /** In bytes: of one output, of a session's, and of all together. */
    record Limits(long one, long session, long all) {}

    /** {@code base} is a folder of its own, not within the workspaces; made when it is needed. */
    public LocalOutputFiles(Path base) {
        this(base, LIMITS);
    }

    /** Files of at most so many bytes, and the lines that say so. */
    LocalOutputFiles(Path base, Limits limits) {
        this.limits = requireNonNull(limits, "limits");
        this.base = requireNonNull(base, "base").toAbsolutePath().normalize();
    }

    @Override
    public OutputFile open(SandboxSpec spec, CallId call) {
        var folder = WorkspaceFolders.of(base, spec);
        all.compareAndSet(-1, size(base));
        var left = Math.min(limits.session() - size(folder), limits.all() - all.get());

        return left < limits.one()
                ? new LazyFile(folder.resolve(call + ".txt"), Math.max(0, left), FULL)
                : new LazyFile(
                        folder.resolve(call + ".txt"),
                        limits.one(),
                        "a command's output is kept up to " + limits.one() + " bytes");
    }

    /** In bytes; what goes while it is measured counts or not. */
    private static long size(Path folder) {
        var size = new AtomicLong();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    size.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new PortFailure.Permanent(
                    "Could not look at the kept outputs in " + folder + ": " + FileDesk.reason(e), e);
        }

        return size.get();
    }

    @Override
    public void discard(SandboxSpec session) {
        var folder = WorkspaceFolders.of(base, session);
        if (all.get() > 0) {
            all.addAndGet(-size(folder));
        }
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (NoSuchFileException _) {
            // no output of the session was ever kept, or it is gone already
        } catch (IOException | DirectoryIteratorException e) {
            throw new PortFailure.Permanent(
                    "Could not remove the kept outputs in " + folder + ": " + e.getMessage(), e);
        }
    }

    private final class LazyFile implements OutputFile {
        private final Path path;
        private final long limit;
        private final String why;
        private long length;
        private @Nullable Writer writer;

        LazyFile(Path path, long limit, String why) {
            this.path = path;
            this.limit = limit;
            this.why = why;
        }

        @Override
        public void append(String text) {
            if (length > limit) {
                return;
            }
            var bytes = text.getBytes(StandardCharsets.UTF_8).length;
            length += bytes;
            all.addAndGet(length <= limit ? bytes : 0);
            try {
                opened().write(length <= limit ? text : farewell());
            } catch (IOException e) {
                throw failure(e);
            }
        }

        private String farewell() {
            return "\n[… the rest is left out: " + why + " …]\n";
        }

        private Writer opened() throws IOException {
            var open = writer;
            if (open == null) {
                Files.createDirectories(path.getParent(), WorkspaceFolders.PRIVATE);
                open = new OutputStreamWriter(
                        new BufferedOutputStream(Files.newOutputStream(path)), StandardCharsets.UTF_8);
                writer = open;
            }

            return open;
        }

        @Override
        public void close() {
            try {
                if (writer != null) {
                    writer.close();
                }
            } catch (IOException e) {
                throw failure(e);
            }
        }

        private PortFailure failure(IOException e) {
            return new PortFailure.Permanent(
                    "Could not keep a command's whole output in " + path + ": " + FileDesk.reason(e), e);
        }
    }
}
