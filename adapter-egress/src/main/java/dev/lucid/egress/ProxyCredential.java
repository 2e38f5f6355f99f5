package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * What this process shows its own proxy. The proxy listens on loopback, where every user of the machine may connect;
 * this keeps them out. It dies with the process. Never prints its secret.
 */
public final class ProxyCredential {
    private static final String USER = "lucid";

    private final String secret;

    private ProxyCredential(String secret) {
        this.secret = requireNonNull(secret, "secret");
    }

    /** A new one of 256 bits; {@code random} must be unpredictable, a {@link java.security.SecureRandom}. */
    public static ProxyCredential random(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new ProxyCredential(HexFormat.of().formatHex(bytes));
    }

    /** The user part of a proxy address. */
    public String user() {
        return USER;
    }

    /** The password part of a proxy address: keep it out of logs and argument lists. */
    public String password() {
        return secret;
    }

    /** For clients that drop Basic before a tunnel, as Java's own does unless told otherwise. */
    String bearer() {
        return "Bearer " + secret;
    }

    private String basic() {
        return "Basic " + Base64.getEncoder().encodeToString((USER + ":" + secret).getBytes(UTF_8));
    }

    boolean accepts(String proxyAuthorization) {
        boolean isBasic = same(basic(), proxyAuthorization);
        boolean isBearer = same(bearer(), proxyAuthorization);
        return isBasic || isBearer;
    }

    private static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }

    @Override
    public String toString() {
        return "ProxyCredential[***]";
    }
}
