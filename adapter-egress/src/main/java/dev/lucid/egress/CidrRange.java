package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A block of addresses of one family: all that share the first {@code prefixBits} bits of {@code network}. */
record CidrRange(InetAddress network, int prefixBits) {
    CidrRange {
        requireNonNull(network, "network");
        if (prefixBits < 0 || prefixBits > network.getAddress().length * Byte.SIZE) {
            throw new IllegalArgumentException("A prefix of " + prefixBits + " bits does not fit its address");
        }
    }

    /** Reads {@code 10.0.0.0/8} or a lone address, which is a block of one. No name is ever resolved. */
    static CidrRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = literal(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return single(network);
        }
        try {
            return new CidrRange(network, Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' has no number after its slash", e);
        }
    }

    static CidrRange single(InetAddress address) {
        return new CidrRange(address, address.getAddress().length * Byte.SIZE);
    }

    /** Whether the text can only be an address, never a name: four decimal numbers, or anything with a colon. */
    static boolean looksLikeAddress(String text) {
        return text.indexOf(':') >= 0 || text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        return mine.length == other.length && sharedBits(mine, other) >= prefixBits;
    }

    boolean liesWithin(CidrRange wider) {
        return prefixBits >= wider.prefixBits && wider.contains(network);
    }

    private static int sharedBits(byte[] left, byte[] right) {
        for (int i = 0; i < left.length; i++) {
            int difference = (left[i] ^ right[i]) & 0xff;
            if (difference != 0) {
                return i * Byte.SIZE + Integer.numberOfLeadingZeros(difference) - 24;
            }
        }
        return left.length * Byte.SIZE;
    }

    private static InetAddress literal(String text) {
        if (!looksLikeAddress(text)) {
            throw new IllegalArgumentException("'" + text + "' is not an address");
        }
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' is not an address", e);
        }
    }

    /** The address with these bytes; four or sixteen of them. */
    static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("An address has 4 or 16 bytes, not " + bytes.length, e);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixBits;
    }
}
