package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A request's body on disk: many that come slowly would fill the memory. Its file has no name once it is open, so nothing is
 * left of it, however the process ends.
 */
final class SpooledBody implements AutoCloseable {
    private final FileChannel file;

    private SpooledBody(FileChannel file) {
        this.file = requireNonNull(file, "file");
    }

    /** Without anything in it yet. */
    static SpooledBody in(Path folder) throws IOException {
        Folders.makePrivate(folder);

        return new SpooledBody(FileChannel.open(
                folder.resolve(".asked-" + UUID.randomUUID()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Goes on writing it. */
    void write(byte[] bytes, int length) throws IOException {
        var rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    long length() throws IOException {
        return file.size();
    }

    /** All of it, each time from its beginning; not to be read any more when this is closed. */
    InputStream stream() {
        return new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
                var one = new byte[1];

                return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
            }

            @Override
            public int read(byte[] into, int from, int most) throws IOException {
                int read = file.read(ByteBuffer.wrap(into, from, most), at);
                at += Math.max(read, 0);

                return read;
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
