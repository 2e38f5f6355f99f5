package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrowdsTest {
    private final Server server = new Server();

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void oneTooManyFromAnAddressIsCutAndTheNextIsTakenOnceOneHasEnded() throws Exception {
        var port = serve(new Crowds(2, _ -> true));
        try (var first = new Socket(InetAddress.getLoopbackAddress(), port);
                var second = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(answers(first)).isTrue();
            assertThat(answers(second)).isTrue();
            try (var third = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(answers(third)).isFalse();
            }
            assertThat(answers(first)).isTrue();
        }
        await().untilAsserted(() -> {
            try (var later = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(answers(later)).isTrue();
            }
        });
    }

    @Test
    void whereAProxyMayStandThereIsNoBound() throws Exception {
        var port = serve(new Crowds(1));
        try (var first = new Socket(InetAddress.getLoopbackAddress(), port);
                var second = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(answers(first)).isTrue();
            assertThat(answers(second)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "100.63.255.255, true",
        "100.64.0.1, false",
        "100.127.255.254, false",
        "100.128.0.1, true",
        "10.1.2.3, false",
        "127.0.0.1, false",
        "fd00::1, false",
        "2001:db8::1, true",
        "203.0.113.7, true"
    })
    void onlyAnAddressThatIsOnesOwnIsHeldToTheNumber(String address, boolean bounded) throws Exception {
        assertThat(Crowds.isPublic(InetAddress.getByName(address))).isEqualTo(bounded);
    }

    private int serve(Crowds crowds) throws Exception {
        var connector = new ServerConnector(server);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        connector.addBean(crowds);
        server.addConnector(connector);
        server.start();

        return connector.getLocalPort();
    }

    private static boolean answers(Socket socket) {
        try {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            var answer = new byte[12];

            return socket.getInputStream().readNBytes(answer, 0, answer.length) == answer.length
                    && socket.getInputStream().skip(socket.getInputStream().available()) >= 0;
        } catch (IOException _) {
            return false;
        }
    }
}
