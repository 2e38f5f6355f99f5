package dev.lucid.egress;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Optional;

/**
 * One client of a proxy, from its request's head to the last byte either way. Used by the thread that made it, closed by any,
 * which interrupts that one: it may still wait for a name or an address.
 */
final class ProxyConnection implements Closeable {
    private static final int TLS_HANDSHAKE = 0x16;

    private final Peer client;
    private final Gate gate;
    private final Dialler dialler;
    private final Shares shares;
    private final Thread server = Thread.currentThread();
    private volatile Closeable far;
    private volatile boolean closed;

    /** Who is let through, and where to. */
    interface Gate {
        /** What is said to whoever is not let through; nothing of the destination is looked up before. */
        Optional<ProxyAnswer> refusal(Destination to, AddressPolicy.Carrying wanted, String authorization);

        /** As what a request passes that would carry that. */
        AddressPolicy.Carrying passing(Destination to, AddressPolicy.Carrying wanted);

        /** A tunnel to there ends, since what came through it first names somebody else, or nobody. */
        void misnamed(Destination to, Optional<String> name);
    }

    ProxyConnection(Peer client, Gate gate, Dialler dialler, Shares shares) {
        this.client = client;
        this.gate = gate;
        this.dialler = dialler;
        this.shares = shares;
        this.far = client;
    }

    void serve(ConnectionWatch watch) throws IOException {
        var in = new BufferedInputStream(client.in());
        ProxyRequest request = ProxyRequest.read(in);
        watch.headIsRead();
        switch (request) {
            case ProxyRequest.Malformed(String reason) ->
                ProxyAnswer.malformed(reason).tell(client, watch);
            case ProxyRequest.Connect(Destination to, String authorization) ->
                pass(to, authorization, AddressPolicy.Carrying.TLS, watch, passage -> tunnel(in, passage, watch));
            case ProxyRequest.Forward(Destination to, String authorization, String head, RequestBody.Framing framing) ->
                pass(to, authorization, AddressPolicy.Carrying.PLAIN_HTTP, watch, passage -> {
                    passage.far().getOutputStream().write(ProxyRequest.bytes(head));
                    var answer = new LastAnswer(passage.far().getInputStream());
                    Relay.both(client, new RequestBody(in, framing), passage.far(), answer, watch);
                });
        }
    }

    /** A connection to where a client wants to go; {@code listed} when the operator speaks of its addresses. */
    private record Passage(Destination to, Socket far, AddressPolicy.Carrying carrying, boolean listed) {}

    /** What is done with a passage. */
    private interface Use {
        void of(Passage passage) throws IOException;
    }

    private void pass(
            Destination to, String authorization, AddressPolicy.Carrying wanted, ConnectionWatch watch, Use use)
            throws IOException {
        Optional<ProxyAnswer> refusal = gate.refusal(to, wanted, authorization);
        if (refusal.isPresent()) {
            refusal.get().tell(client, watch);
        } else if (!shares.take(to)) {
            ProxyAnswer.later("Too many connections lead to '" + to.host() + "' already: try again later.")
                    .tell(client, watch);
        } else {
            try {
                dial(to, gate.passing(to, wanted), watch, use);
            } finally {
                shares.give(to);
            }
        }
    }

    private void dial(Destination to, AddressPolicy.Carrying carrying, ConnectionWatch watch, Use use)
            throws IOException {
        switch (dialler.dial(to, carrying)) {
            case Dialler.Dialled.Refused(String reason) ->
                ProxyAnswer.forbidden(reason).tell(client, watch);
            case Dialler.Dialled.Unreachable(String reason) ->
                ProxyAnswer.unreachable(reason).tell(client, watch);
            case Dialler.Dialled.Connected(Socket socket, boolean listed) -> {
                joinTo(socket);
                use.of(new Passage(to, socket, carrying, listed));
            }
        }
    }

    private void tunnel(InputStream in, Passage passage, ConnectionWatch watch) throws IOException {
        OutputStream out = client.out();
        out.write(ProxyRequest.bytes("HTTP/1.1 200 Connection established\r\n\r\n"));
        out.flush();
        boolean passes = switch (passage.carrying()) {
            case NAMED_TLS -> {
                namedTunnel(in, passage, watch);
                yield false;
            }
            case AS_NAMED -> true;
            case TLS, PLAIN_HTTP -> passage.listed() || startsTls(in);
        };
        if (passes) {
            relay(in, passage, watch);
        }
    }

    private void relay(InputStream in, Passage passage, ConnectionWatch watch) throws IOException {
        Relay.both(client, in, passage.far(), passage.far().getInputStream(), watch);
    }

    private void namedTunnel(InputStream in, Passage passage, ConnectionWatch watch) throws IOException {
        var hello = ClientHello.read(in);
        if (hello.name().equals(Optional.of(passage.to().host()))) {
            relay(hello.andThen(in), passage, watch);
        } else {
            gate.misnamed(passage.to(), hello.name());
            if (hello.isTls()) {
                ProxyAnswer.tellUnrecognised(client, watch);
            }
        }
    }

    /** A tunnel to the public is for TLS: what else would pass could be mail, a login, or plain http after all. */
    private static boolean startsTls(InputStream in) throws IOException {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first == TLS_HANDSHAKE;
    }

    private void joinTo(Socket socket) throws IOException {
        far = socket;
        if (closed) {
            close();
            throw new IOException("The connection's time ended while it was dialled");
        }
    }

    @Override
    public void close() {
        closed = true;
        if (!server.equals(Thread.currentThread())) {
            server.interrupt();
        }
        Quietly.close(client);
        Quietly.close(far);
    }
}
