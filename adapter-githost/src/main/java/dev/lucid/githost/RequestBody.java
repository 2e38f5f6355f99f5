package dev.lucid.githost;

import dev.lucid.port.change.GitTraffic.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A request's body, taken up to a limit. */
record RequestBody(Request request) {
    private static final int BLOCK = 64 * 1024;

    /** The request has more than may be taken. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    boolean isPacked() {
        return switch (request.headers().getOrDefault("content-encoding", "")) {
            case "gzip", "x-gzip" -> true;
            default -> false;
        };
    }

    /** As it comes. */
    SpooledBody spooled(Path folder, long most) throws IOException {
        var spooled = SpooledBody.in(folder);
        try {
            copy(request.body(), most, spooled::write);

            return spooled;
        } catch (IOException | RuntimeException e) {
            spooled.close();
            throw e;
        }
    }

    /** Unpacked; the limit counts what is written. */
    void writeTo(Path file, long most) throws IOException {
        InputStream in = isPacked() ? new GZIPInputStream(request.body()) : request.body();
        try (OutputStream out = Files.newOutputStream(file)) {
            copy(in, most, (block, length) -> out.write(block, 0, length));
        }
    }

    /** Where the first bytes of a block go. */
    private interface Target {
        void write(byte[] block, int length) throws IOException;
    }

    private static void copy(InputStream in, long most, Target out) throws IOException {
        var block = new byte[BLOCK];
        long written = 0;
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
            written += read;
            if (written > most) {
                throw new TooLarge();
            }
            out.write(block, read);
        }
    }
}
