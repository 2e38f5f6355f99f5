package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

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
}
