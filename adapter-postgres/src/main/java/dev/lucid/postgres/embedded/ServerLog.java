package dev.lucid.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What the server prints. At most twice {@link #LONGEST} is kept: the server appends to one file, which is copied
 * aside and emptied when it has grown.
 */
record ServerLog(Path file) {
    static final long LONGEST = 4L << 20;
    private static final int LAST_WORDS = 16 << 10;

    ServerLog {
        requireNonNull(file, "file");
    }

    /** Makes the file where it is missing; the answer is where the next words will stand. */
    long open() {
        try (var channel = PrivateFiles.openForLocking(file)) {
            return channel.size();
        } catch (IOException e) {
            throw LocalFailure.of("write the log " + file, e);
        }
    }

    void keepShort() throws IOException {
        if (!Files.exists(file) || Files.size(file) <= LONGEST) {
            return;
        }
        Files.copy(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
    }

    /** What was printed from that place on, or the end of it. */
    String since(long position) {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(Math.min(position, channel.size()), channel.size() - LAST_WORDS);
            var words = ByteBuffer.allocate((int) (channel.size() - from));
            int read = channel.read(words, from);
            return new String(words.array(), 0, Math.max(0, read), UTF_8);
        } catch (IOException e) {
            return "(" + file + " could not be read: " + e.getMessage() + ")";
        }
    }
}
