package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Base64;

/** A client that speaks to the proxy byte by byte, so that tests can also speak badly. */
final class ProxyClient implements AutoCloseable {
    private final Socket socket;

    ProxyClient(EgressProxy proxy) throws IOException {
        socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        socket.setSoTimeout(20_000);
    }

    static String basic(EgressProxy proxy) {
        var credential = proxy.credential();
        String pair = credential.user() + ":" + credential.password();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(ISO_8859_1));
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    void connect(String authority, String authorization) throws IOException {
        say("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nProxy-Authorization: " + authorization
                + "\r\n\r\n");
    }

    /** The head of the answer, empty line included. */
    String head() throws IOException {
        var head = new StringBuilder();
        InputStream in = socket.getInputStream();
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
        return new String(socket.getInputStream().readNBytes(bytes), ISO_8859_1);
    }

    /** All until the other side ends, also if it ends rudely. */
    String rest() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
