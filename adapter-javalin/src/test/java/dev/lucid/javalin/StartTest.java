package dev.lucid.javalin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartTest {
    @Test
    void aTakenPortIsToldWithWhatToDo() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start("127.0.0.1", other.getLocalPort()))
                    .isInstanceOf(PortFailure.Permanent.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
                    .hasMessageContaining("another program has this port")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void anUnknownHostIsToldWithWhatToDo() {
        assertThatThrownBy(() -> start("no-such-host.invalid", 0))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("no-such-host.invalid")
                .hasMessageContaining("Use 127.0.0.1");
    }

    @Test
    void withoutCredentialsNoNetworkIsServed() {
        assertThatThrownBy(() -> start("0.0.0.0", 0))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("127.0.0.1")
                .hasMessageContaining("Use 127.0.0.1")
                .hasMessageNotContaining("SUPABASE_URL");
    }

    @Test
    void anAddressOfAnotherMachineIsToldWithWhatToDo() {
        var settings = new ServerSettings("192.0.2.1", 0);
        try (var server = new LucidServer(
                settings, new TestIdentity(_ -> new Identity.Refusal(401, "Nobody is known")), List.of())) {
            assertThatThrownBy(server::start)
                    .isInstanceOf(PortFailure.Permanent.class)
                    .hasMessageContaining("does not have that address");
        }
    }

    @Test
    void aStoppedServersPortIsFreeAgain() {
        var first = new TestServer();
        var port = first.port();
        first.close();

        try (var second = new TestServer(new ServerSettings("127.0.0.1", port), Duration.ofSeconds(30))) {
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void clientsThatStayConnectedDoNotHoldUpTheStop() throws IOException {
        var server = new TestServer();
        try (var idle = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            idle.getOutputStream().write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
            assertThat(idle.getInputStream().read()).isEqualTo('H');
            var began = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(900));
        }
    }

    private static void start(String host, int port) {
        try (var server = new LucidServer(new ServerSettings(host, port), new LocalMode(List.of()), List.of())) {
            server.start();
        }
    }
}
