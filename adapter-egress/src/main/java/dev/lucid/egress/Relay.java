package dev.lucid.egress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Carries bytes both ways until each side has said its last. */
final class Relay {
    private static final int BUFFER_BYTES = 16 * 1024;

    private Relay() {}

    /** Returns when both directions are over; a direction that breaks takes the other one with it. */
    static void both(Peer client, InputStream fromClient, Socket far, InputStream fromFar, ConnectionWatch watch)
            throws IOException {
        Thread upward = Thread.ofVirtual().name("lucid-egress-up").start(() -> {
            try {
                carry(fromClient, far.getOutputStream(), watch);
                far.shutdownOutput();
            } catch (IOException _) {
                Quietly.close(far);
                Quietly.close(client);
            }
        });
        try {
            carry(fromFar, client.out(), watch);
            client.shutdownOutput();
            upward.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            Quietly.close(far);
            Quietly.close(client);
        }
    }

    private static void carry(InputStream in, OutputStream out, ConnectionWatch watch) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
            watch.moved();
        }
    }
}
