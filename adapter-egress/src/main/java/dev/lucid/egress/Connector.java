package dev.lucid.egress;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;

/** Opens a connection to one exact address. Resolves nothing. */
@FunctionalInterface
interface Connector {
    Socket connect(InetSocketAddress address) throws IOException;

    /** Through the machine's own network. */
    static Connector direct(Duration timeLimit) {
        return address -> {
            // NO_PROXY: the JVM's own proxy settings would send the name elsewhere, behind the judgement
            var socket = new Socket(Proxy.NO_PROXY);
            try {
                socket.connect(address, (int) timeLimit.toMillis());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (IOException e) {
                Quietly.close(socket);
                throw e;
            }
        };
    }
}
