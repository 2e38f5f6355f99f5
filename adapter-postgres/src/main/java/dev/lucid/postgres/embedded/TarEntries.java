package dev.lucid.postgres.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads the tar archives that PostgreSQL's binaries come in: plain files, directories and symbolic links with names
 * of at most 100 bytes. Anything else is refused rather than guessed at. Not for many threads.
 */
final class TarEntries {
    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int MODE = 100;
    private static final int SIZE = 124;
    private static final int TYPE = 156;
    private static final int LINK = 157;
    private static final int NAME_LENGTH = 100;
    private static final int MODE_LENGTH = 8;
    private static final int SIZE_LENGTH = 12;

    private final InputStream archive;
    private long unread;

    TarEntries(InputStream archive) {
        this.archive = requireNonNull(archive, "archive");
    }

    /** What lies in an archive. */
    sealed interface Entry {
        String name();

        /** A file; its content is the archive's next {@code size} bytes, to be read before the next entry. */
        record Plain(String name, long size, boolean executable) implements Entry {}

        record Directory(String name) implements Entry {}

        record Link(String name, String target) implements Entry {}
    }

    Optional<Entry> next() throws IOException {
        archive.skipNBytes(unread);
        unread = 0;
        var header = archive.readNBytes(BLOCK);
        if (header.length < BLOCK) {
            throw new EOFException("The archive ends in the middle of an entry");
        }
        if (header[NAME] == 0) {
            return Optional.empty();
        }
        return Optional.of(entry(header));
    }

    /** Copies the content of the file that {@link #next()} gave. */
    void copyContent(Entry.Plain file, java.io.OutputStream target) throws IOException {
        var buffer = new byte[1 << 16];
        long left = file.size();
        while (left > 0) {
            int read = archive.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("The archive ends in the middle of " + file.name());
            }
            target.write(buffer, 0, read);
            left -= read;
            unread -= read;
        }
    }

    private Entry entry(byte[] header) throws IOException {
        var name = text(header, NAME, NAME_LENGTH);
        return switch (header[TYPE]) {
            case '0', 0 -> plain(name, header);
            case '2' -> new Entry.Link(name, text(header, LINK, NAME_LENGTH));
            case '5' -> new Entry.Directory(name);
            default -> throw new IOException("Entry " + name + " of the archive is of unknown type " + header[TYPE]);
        };
    }

    private Entry plain(String name, byte[] header) {
        long size = octal(header, SIZE, SIZE_LENGTH);
        unread = (size + BLOCK - 1) / BLOCK * BLOCK;
        boolean executable = (octal(header, MODE, MODE_LENGTH) & 0100) != 0;
        return new Entry.Plain(name, size, executable);
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, UTF_8);
    }

    private static long octal(byte[] header, int from, int length) {
        return Long.parseLong(
                new String(header, from, length, US_ASCII).replace('\0', ' ').strip(), 8);
    }
}
