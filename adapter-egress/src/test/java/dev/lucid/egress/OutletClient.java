package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client that speaks to a session's outlet byte by byte, so that tests can also speak badly. */
final class OutletClient implements AutoCloseable {
    private final SocketChannel channel;
    private final InputStream in;

    OutletClient(Path folder, SandboxSpec session) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(
                folder.resolve(session.session().toString()).resolve(Relays.OUTLET)));
        in = Channels.newInputStream(channel);
    }

    OutletClient say(String text) throws IOException {
        Channels.newOutputStream(channel).write(text.getBytes(ISO_8859_1));

        return this;
    }

    OutletClient connect(String authority) throws IOException {
        return say("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
    }

    /** The head of the answer, empty line included. */
    String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head.toString();
            }
            head.append((char) next);
        }

        return head.toString();
    }

    String read(int bytes) throws IOException {
        return new String(in.readNBytes(bytes), ISO_8859_1);
    }

    /** What still comes; a break ends it as well as a proper end does. */
    String rest() {
        var rest = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                rest.append((char) next);
            }
        } catch (IOException _) {
            // broken off
        }

        return rest.toString();
    }

    /** Says that nothing more comes. */
    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
