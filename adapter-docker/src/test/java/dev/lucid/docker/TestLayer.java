package dev.lucid.docker;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * A layer of an image.
 *
 * @param id the digest of what is packed in it
 * @param packed as it goes over the wire
 */
@SuppressWarnings("ArrayRecordComponent") // nobody changes it
record TestLayer(String id, byte[] packed) {
    static final int PIECE = 65_536;

    private static final int BLOCK = 512;

    static TestLayer of(byte[] archive) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(packed)) {
            zip.write(archive);
        }

        return new TestLayer(digest(archive), packed.toByteArray());
    }

    /** One file of that size that nobody has seen before. */
    static TestLayer unheardOf(int size) throws IOException {
        var content = new byte[size];
        new Random(UUID.randomUUID().getMostSignificantBits()).nextBytes(content);
        var archive = new ByteArrayOutputStream();
        archive.write(head("unheard-of", size));
        archive.write(content);
        archive.write(new byte[(BLOCK - size % BLOCK) % BLOCK + 2 * BLOCK]);

        return of(archive.toByteArray());
    }

    private static byte[] head(String name, int size) {
        var head = new byte[BLOCK];
        put(head, 0, name);
        put(head, 100, "0000644\0" + "0000000\0" + "0000000\0" + "%011o\0".formatted(size) + "00000000000\0");
        put(head, 148, "        0");
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (var each : head) {
            sum += each & 0xff;
        }
        put(head, 148, "%06o\0 ".formatted(sum));

        return head;
    }

    private static void put(byte[] head, int at, String text) {
        System.arraycopy(text.getBytes(US_ASCII), 0, head, at, text.length());
    }

    static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TestLayer layer && Arrays.equals(packed, layer.packed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(packed);
    }

    @Override
    public String toString() {
        return id;
    }
}
