package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One client of the proxy, from its request's head to the last byte either way. Used by one thread, closed by any. */
final class ProxyConnection implements AutoCloseable {
    private static final int TLS_HANDSHAKE = 0x16;

    private final Socket client;
    private final ProxyCredential credential;
    private final Dialler dialler;
    private final Shares shares;
    private volatile Socket far;
    private volatile boolean closed;

    ProxyConnection(Socket client, ProxyCredential credential, Dialler dialler, Shares shares) {
        this.client = client;
        this.credential = credential;
        this.dialler = dialler;
        this.shares = shares;
        this.far = client;
    }

    void serve(ConnectionWatch watch) throws IOException {
        var in = new BufferedInputStream(client.getInputStream());
        ProxyRequest request = ProxyRequest.read(in);
        watch.headIsRead();
        switch (request) {
            case ProxyRequest.Malformed(String reason) -> answer("400 Bad Request", "", reason);
            case ProxyRequest.Connect(Destination to, String authorization) -> {
                if (isOurs(authorization)) {
                    within(to, () -> tunnel(in, dialler.dial(to, AddressPolicy.Carrying.TLS), watch));
                }
            }
            case ProxyRequest.Forward(Destination to, String authorization, String head) -> {
                if (isOurs(authorization)) {
                    within(to, () -> forward(in, dialler.dial(to, AddressPolicy.Carrying.PLAIN_HTTP), head, watch));
                }
            }
        }
    }

    /** Something that is done with sockets. */
    private interface Work {
        void run() throws IOException;
    }

    private void within(Destination to, Work work) throws IOException {
        if (!shares.take(to)) {
            answer(
                    "503 Service Unavailable",
                    "Retry-After: 5\r\n",
                    "Too many connections lead to '" + to.host() + "' already: try again later.");
            return;
        }
        try {
            work.run();
        } finally {
            shares.give(to);
        }
    }

    private boolean isOurs(String authorization) throws IOException {
        if (credential.accepts(authorization)) {
            return true;
        }
        answer(
                "407 Proxy Authentication Required",
                "Proxy-Authenticate: Basic realm=\"lucid\"\r\n",
                "This proxy serves the process that started it.");
        return false;
    }

    private void tunnel(InputStream in, Dialler.Dialled dialled, ConnectionWatch watch) throws IOException {
        if (!(dialled instanceof Dialler.Dialled.Connected(Socket socket, boolean listed))) {
            refuse(dialled);
            return;
        }
        joinTo(socket);
        send(client, "HTTP/1.1 200 Connection established\r\n\r\n");
        if (listed || startsTls(in)) {
            Relay.both(client, in, socket, socket.getInputStream(), watch);
        }
    }

    /** A tunnel to the public is for TLS: what else would pass could be mail, a login, or plain http after all. */
    private static boolean startsTls(InputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first == TLS_HANDSHAKE;
    }

    private void forward(InputStream in, Dialler.Dialled dialled, String head, ConnectionWatch watch)
            throws IOException {
        if (!(dialled instanceof Dialler.Dialled.Connected(Socket socket, boolean _))) {
            refuse(dialled);
            return;
        }
        joinTo(socket);
        send(socket, head);
        Relay.both(client, in, socket, new LastAnswer(socket.getInputStream()), watch);
    }

    private void refuse(Dialler.Dialled dialled) throws IOException {
        switch (dialled) {
            case Dialler.Dialled.Refused(String reason) -> answer("403 Forbidden", "", reason);
            case Dialler.Dialled.Unreachable(String reason) -> answer("502 Bad Gateway", "", reason);
            case Dialler.Dialled.Connected(Socket socket, boolean _) -> Quietly.close(socket);
        }
    }

    private void joinTo(Socket socket) throws IOException {
        far = socket;
        if (closed) {
            close();
            throw new IOException("The connection's time ended while it was dialled");
        }
    }

    private void answer(String status, String header, String reason) throws IOException {
        byte[] body = (reason + "\n").getBytes(UTF_8);
        send(
                client,
                "HTTP/1.1 " + status + "\r\n" + header + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + body.length + "\r\nConnection: close\r\n\r\n");
        client.getOutputStream().write(body);
        client.shutdownOutput();
        drain();
    }

    /** Closing over unread bytes would reset the connection, and the answer could be lost with it. */
    private void drain() throws IOException {
        client.setSoTimeout(500);
        byte[] unread = new byte[8 * 1024];
        int left = 64 * 1024;
        while (left > 0) {
            int read = client.getInputStream().read(unread);
            left = read < 0 ? 0 : left - read;
        }
    }

    private static void send(Socket socket, String head) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(ProxyRequest.bytes(head));
        out.flush();
    }

    @Override
    public void close() {
        closed = true;
        Quietly.close(client);
        Quietly.close(far);
    }
}
