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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whole outputs as files {@code <base>/<user>/<session>/<call>.txt}, which no sandbox sees. Each is cut where it would grow
 * past 64 MiB, which its last line says: a command that never ends must not fill the disk.
 */
public final class LocalOutputFiles implements OutputFiles {
    private static final long LIMIT = 64L << 20;

    private final Path base;
    private final long limit;

    /** {@code base} is a folder of its own, not within the workspaces; made when it is needed. */
    public LocalOutputFiles(Path base) {
        this(base, LIMIT);
    }

    /** Files of at most {@code limit} bytes, and the line that says so. */
    LocalOutputFiles(Path base, long limit) {
        this.limit = limit;
        this.base = requireNonNull(base, "base").toAbsolutePath().normalize();
    }

    @Override
    public OutputFile open(SandboxSpec spec, CallId call) {
        return new LazyFile(WorkspaceFolders.of(base, spec).resolve(call + ".txt"), limit);
    }

    @Override
    public void discard(SandboxSpec session) {
        var folder = WorkspaceFolders.of(base, session);
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

    private static final class LazyFile implements OutputFile {
        private final Path path;
        private final long limit;
        private long length;
        private @Nullable Writer writer;

        LazyFile(Path path, long limit) {
            this.path = path;
            this.limit = limit;
        }

        @Override
        public void append(String text) {
            if (length > limit) {
                return;
            }
            length += text.getBytes(StandardCharsets.UTF_8).length;
            try {
                opened().write(length <= limit ? text : farewell());
            } catch (IOException e) {
                throw failure(e);
            }
        }

        private String farewell() {
            return "\n[… the rest is left out: a command's output is kept up to " + limit + " bytes …]\n";
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
