package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * What a proxy says itself, in the place of whoever was asked for. Of a tunnel that is refused most clients show the line of
 * its status and nothing else, so the reason stands in both.
 *
 * @param header one line with its end, or nothing
 * @param reason a sentence for whoever asked
 */
record ProxyAnswer(int status, String header, String reason) {
    private static final int LONGEST_LINE = 300;
    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final int BLOCK = 8 * 1024;

    /** An alert of TLS 1.2, two bytes long: fatal, 112. */
    private static final byte[] UNRECOGNISED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private static final int MOST_UNREAD = 64 * 1024;

    ProxyAnswer {
        requireNonNull(header, "header");
        requireNonNull(reason, "reason");
    }

    static ProxyAnswer malformed(String reason) {
        return new ProxyAnswer(400, "", reason);
    }

    static ProxyAnswer forbidden(String reason) {
        return new ProxyAnswer(403, "", reason);
    }

    static ProxyAnswer unreachable(String reason) {
        return new ProxyAnswer(502, "", reason);
    }

    static ProxyAnswer later(String reason) {
        return new ProxyAnswer(503, "Retry-After: 5\r\n", reason);
    }

    /** Says it to a client, and that nothing more comes. */
    void tell(Peer client, ConnectionWatch watch) throws IOException {
        byte[] body = (reason + "\n").getBytes(UTF_8);
        OutputStream out = client.out();
        out.write(ProxyRequest.bytes("HTTP/1.1 " + status + " " + line() + "\r\n" + header
                + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + body.length
                + "\r\nConnection: close\r\n\r\n"));
        out.write(body);
        part(client, out, watch);
    }

    /** Says within TLS that nobody has the name that was asked for. */
    static void tellUnrecognised(Peer client, ConnectionWatch watch) throws IOException {
        OutputStream out = client.out();
        out.write(UNRECOGNISED_NAME);
        part(client, out, watch);
    }

    private static void part(Peer client, OutputStream out, ConnectionWatch watch) throws IOException {
        out.flush();
        client.shutdownOutput();
        watch.endsWithin(FAREWELL);
        drain(client);
    }

    private String line() {
        String plain = reason.replaceAll("[^ -~]", "?");

        return plain.substring(0, Math.min(plain.length(), LONGEST_LINE));
    }

    /** Closing over unread bytes would reset the connection, and the answer could be lost with it. */
    private static void drain(Peer client) throws IOException {
        byte[] unread = new byte[BLOCK];
        int left = MOST_UNREAD;
        while (left > 0) {
            int read = client.in().read(unread);
            left = read < 0 ? 0 : left - read;
        }
    }
}
