package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Who is at the other end of a connection.
 *
 * @param address in numbers
 * @param loopback whether it is this machine
 */
public record Peer(String address, boolean loopback) {
    /** This machine. */
    public static final Peer HERE = new Peer("127.0.0.1", true);

    public Peer {
        requireNonNull(address, "address");
    }

    /** The address, or the network of it that one holder of such addresses has: the first half of IPv6. */
    String network() {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, 8)
                    : address;
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
