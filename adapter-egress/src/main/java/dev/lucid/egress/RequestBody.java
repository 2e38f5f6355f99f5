package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The body of one request as it came over the wire, to its last byte and no further: what a client sends after it is no
 * request to anybody, and is dropped until the client has said its last. For one thread.
 */
final class RequestBody extends InputStream {
    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int MAX_TRAILER_LINES = 100;
    private static final String LINE_END = "\r\n";

    /** How a request says where its body ends. Closed for ever. */
    sealed interface Framing {
        /** After so many bytes. */
        record Sized(long bytes) implements Framing {}

        /** With its last chunk. */
        record Chunked() implements Framing {}
    }

    private enum Place {
        SIZE,
        DATA,
        DATA_END,
        TRAILER,
        OVER
    }

    private final InputStream in;
    private final boolean chunked;
    private Place place;
    private long left;
    private byte[] line = {};
    private int told;
    private int trailers;

    RequestBody(InputStream in, Framing framing) {
        this.in = in;
        this.chunked = framing instanceof Framing.Chunked;
        this.place = chunked ? Place.SIZE : Place.DATA;
        this.left = framing instanceof Framing.Sized(long bytes) ? bytes : 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];

        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        while (told == line.length && left == 0 && place != Place.OVER) {
            advance();
        }
        if (told < line.length) {
            int count = Math.min(most, line.length - told);
            System.arraycopy(line, told, into, from, count);
            told += count;
            return count;
        }
        if (left == 0) {
            drop();
            return -1;
        }
        int read = in.read(into, from, (int) Math.min(most, left));
        if (read < 0) {
            throw new EOFException("A request ended within its body");
        }
        left -= read;

        return read;
    }

    /** To where the next bytes are. */
    private void advance() throws IOException {
        switch (place) {
            case SIZE -> {
                left = size(nextLine());
                place = left == 0 ? Place.TRAILER : Place.DATA;
            }
            case DATA -> place = chunked ? Place.DATA_END : Place.OVER;
            case DATA_END -> {
                hear(new String(in.readNBytes(LINE_END.length()), ISO_8859_1));
                if (!Arrays.equals(line, LINE_END.getBytes(ISO_8859_1))) {
                    throw new IOException("A chunk of a request is longer than it says");
                }
                place = Place.SIZE;
            }
            case TRAILER -> {
                boolean isLast = nextLine().equals(LINE_END);
                if (!isLast && ++trailers > MAX_TRAILER_LINES) {
                    throw new IOException("A request does not come to its end");
                }
                place = isLast ? Place.OVER : Place.TRAILER;
            }
            case OVER -> throw new IllegalStateException("There is nothing after the end");
        }
    }

    private String nextLine() throws IOException {
        var text = new StringBuilder();
        while (text.indexOf("\n", text.length() - 1) < 0) {
            int next = in.read();
            if (next < 0 || text.length() == MAX_LINE_BYTES) {
                throw new IOException("A line of a request's body does not end");
            }
            text.append((char) next);
        }
        if (!text.toString().endsWith(LINE_END)) {
            throw new IOException("A line of a request's body ends as no line does");
        }
        hear(text.toString());

        return text.toString();
    }

    private void hear(String text) {
        line = text.getBytes(ISO_8859_1);
        told = 0;
    }

    private static long size(String line) throws IOException {
        String digits = line.split("[;\r]", 2)[0].strip();
        if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("A chunk of a request has no size");
        }

        return Long.parseLong(digits, 16);
    }

    private void drop() throws IOException {
        byte[] dropped = new byte[1024];
        while (in.read(dropped) >= 0) {
            // belongs to no request
        }
    }
}
