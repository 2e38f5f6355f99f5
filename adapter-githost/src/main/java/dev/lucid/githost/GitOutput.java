package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads all that git writes and keeps its beginning, so that a long answer costs no memory and never blocks git. */
final class GitOutput {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final int max;
    private final Thread reader;
    private boolean truncated;

    private GitOutput(InputStream in, int max) {
        this.max = max;
        this.reader = Thread.ofVirtual().name("lucid-git-output").unstarted(() -> read(in));
    }

    static GitOutput of(InputStream in, int max) {
        var output = new GitOutput(in, max);
        output.reader.start();
        return output;
    }

    String text() throws InterruptedException {
        reader.join(PATIENCE);
        synchronized (kept) {
            return kept.toString(UTF_8);
        }
    }

    boolean truncated() {
        synchronized (kept) {
            return truncated;
        }
    }

    private void read(InputStream in) {
        byte[] buffer = new byte[16 * 1024];
        try (in) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException _) {
            // git was killed; what came so far is what there is
        }
    }

    private void keep(byte[] buffer, int read) {
        synchronized (kept) {
            int room = Math.min(read, max - kept.size());
            kept.write(buffer, 0, room);
            truncated |= room < read;
        }
    }
}
