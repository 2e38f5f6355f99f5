package dev.lucid.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A new folder, removed in the end with all that lies in it. */
record Scratch(Path folder) implements AutoCloseable {
    static Scratch make() throws IOException {
        return new Scratch(Files.createTempDirectory("lucid-bench-"));
    }

    /** {@code rm} follows no link. */
    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("rm", "-rf", "--", folder.toString()).start().waitFor(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
