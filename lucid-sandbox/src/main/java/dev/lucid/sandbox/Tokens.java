package dev.lucid.sandbox;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that nobody can guess. */
public final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    /** 32 hexadecimal digits. */
    public static String next() {
        byte[] bytes = new byte[FrameScanner.TOKEN_LENGTH / 2];
        RANDOM.nextBytes(bytes);

        return HexFormat.of().formatHex(bytes);
    }
}
