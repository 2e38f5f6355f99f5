package dev.lucid.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tells a channel's answers from the output around them. An answer is {@code RS token SP kind SP number LF} with a token of
 * 32 hexadecimal digits; what only looks like one, with a token that nobody gave out, is output. One thread's.
 */
final class FrameScanner {
    /** Hears what was found, in order. */
    interface Listener {
        /** Some output; the bytes are the listener's to keep. */
        void output(byte[] bytes);

        /** An answer. */
        void frame(char kind, int number);

        /** Whether a token was given out. */
        boolean knows(String token);
    }

    static final byte RECORD_SEPARATOR = 0x1E;
    static final int TOKEN_LENGTH = 32;

    private static final int MAX_DIGITS = 10;
    private static final int MAYBE = -1;
    private static final int NO = 0;

    private final Listener listener;
    private byte[] held = new byte[0];

    FrameScanner(Listener listener) {
        this.listener = listener;
    }

    /** Takes the next bytes. An answer that is cut at their end waits for the rest. */
    void accept(byte[] bytes, int length) {
        byte[] all = held.length == 0 ? Arrays.copyOf(bytes, length) : joined(bytes, length);
        held = new byte[0];
        int said = 0;
        for (int at = indexOf(all, 0); at < all.length; at = indexOf(all, at)) {
            int end = frameEnd(all, at);
            if (end == MAYBE) {
                held = Arrays.copyOfRange(all, at, all.length);
                say(all, said, at);
                return;
            }
            if (end != NO && listener.knows(token(all, at))) {
                say(all, said, at);
                listener.frame((char) all[at + TOKEN_LENGTH + 2], number(all, at + TOKEN_LENGTH + 4, end - 1));
                said = end;
                at = end;
            } else {
                at++;
            }
        }
        say(all, said, all.length);
    }

    private byte[] joined(byte[] bytes, int length) {
        byte[] all = Arrays.copyOf(held, held.length + length);
        System.arraycopy(bytes, 0, all, held.length, length);

        return all;
    }

    private void say(byte[] all, int from, int to) {
        if (from < to) {
            listener.output(from == 0 && to == all.length ? all : Arrays.copyOfRange(all, from, to));
        }
    }

    private static int indexOf(byte[] all, int from) {
        int at = from;
        while (at < all.length && all[at] != RECORD_SEPARATOR) {
            at++;
        }

        return at;
    }

    private static String token(byte[] all, int at) {
        return new String(all, at + 1, TOKEN_LENGTH, StandardCharsets.ISO_8859_1);
    }

    private static int number(byte[] all, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (all[i] - '0');
        }

        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** Where the answer that begins at {@code at} ends, or {@link #NO}, or {@link #MAYBE} if the bytes end before. */
    private static int frameEnd(byte[] all, int at) {
        int next = at + 1;
        for (int i = 0; i < TOKEN_LENGTH + 3; i++, next++) {
            if (next == all.length) {
                return MAYBE;
            }
            if (!fits(i, all[next])) {
                return NO;
            }
        }

        return digitsEnd(all, next);
    }

    private static int digitsEnd(byte[] all, int from) {
        for (int next = from; next <= from + MAX_DIGITS; next++) {
            if (next == all.length) {
                return MAYBE;
            }
            if (all[next] == '\n') {
                return next > from ? next + 1 : NO;
            }
            if (all[next] < '0' || all[next] > '9') {
                return NO;
            }
        }

        return NO;
    }

    /** Whether that byte can be the i-th after the separator: the token, a space, the kind, a space. */
    private static boolean fits(int i, byte c) {
        if (i < TOKEN_LENGTH) {
            return Character.digit(c, 16) >= 0;
        }

        return i == TOKEN_LENGTH + 1 ? c >= 'A' && c <= 'Z' : c == ' ';
    }
}
