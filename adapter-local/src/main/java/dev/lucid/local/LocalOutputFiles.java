package dev.lucid.local;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.tool.CallId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whole outputs as files {@code <base>/<user>/<session>/<call>.txt}, which no sandbox sees. */
public final class LocalOutputFiles implements OutputFiles {
    private final Path base;

    /** {@code base} is a folder of its own, not within the workspaces; made when it is needed. */
    public LocalOutputFiles(Path base) {
        this.base = requireNonNull(base, "base").toAbsolutePath().normalize();
    }

    @Override
    public OutputFile open(SandboxSpec spec, CallId call) {
        return new LazyFile(WorkspaceFolders.of(base, spec).resolve(call + ".txt"));
    }

    private static final class LazyFile implements OutputFile {
        private final Path path;
        private @Nullable Writer writer;

        LazyFile(Path path) {
            this.path = path;
        }

        @Override
        public void append(String text) {
            try {
                var open = writer;
                if (open == null) {
                    Files.createDirectories(path.getParent(), WorkspaceFolders.PRIVATE);
                    open = new OutputStreamWriter(
                            new BufferedOutputStream(Files.newOutputStream(path)), StandardCharsets.UTF_8);
                    writer = open;
                }
                open.write(text);
            } catch (IOException e) {
                throw failure(e);
            }
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
