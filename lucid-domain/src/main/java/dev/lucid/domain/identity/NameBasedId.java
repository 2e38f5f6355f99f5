package dev.lucid.domain.identity;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Makes the same id from the same name, always: a name-based UUID, version 5, as RFC 9562 section 5.5 describes it.
 * That is what makes a repeated request recognisable without any memory of the first one.
 */
public final class NameBasedId {
    /** The URL name space of RFC 9562 section 6.6. */
    public static final UUID URL_NAMESPACE = UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");

    private NameBasedId() {}

    /** The id of {@code name} within {@code namespace}. */
    public static UUID of(UUID namespace, String name) {
        var input = name.getBytes(StandardCharsets.UTF_8);
        var hash = ByteBuffer.wrap(sha1(ByteBuffer.allocate(16 + input.length)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .put(input)
                .array()));

        return new UUID(
                (hash.getLong() & 0xffff_ffff_ffff_0fffL) | 0x5000L,
                (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    private static byte[] sha1(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(requireNonNull(input, "input"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform must have SHA-1", e);
        }
    }
}
