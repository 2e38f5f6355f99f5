package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRequestTest {
    private static final String FORWARD = head(
            "GET http://host.test:8080/a?b=c HTTP/1.1",
            "Host: other.test",
            "Proxy-Authorization: Basic secret",
            "Accept: */*");
    private static final String CONNECT = head("CONNECT host.test:443 HTTP/1.1", "Host: host.test");

    @Test
    void nothingBehindTheHeadIsTouched() throws IOException {
        var in = new ByteArrayInputStream((CONNECT + "rest").getBytes(ISO_8859_1));

        assertThat(ProxyRequest.read(in)).isEqualTo(new ProxyRequest.Connect(new Destination("host.test", 443), ""));
        assertThat(in.readAllBytes()).asString(ISO_8859_1).isEqualTo("rest");
    }

    /** Whatever a client sends, the far side gets one well-formed head, to the host that was judged, without our secret. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noBrokenRequestSmugglesAnything(long seed) throws IOException {
        var random = new Random(seed);
        int forwarded = 0;
        for (int i = 0; i < 20_000; i++) {
            String sent = mutated(random.nextBoolean() ? FORWARD : CONNECT, random);
            if (read(sent) instanceof ProxyRequest.Forward(Destination to, String _, String head, var _)) {
                forwarded++;
                assertThat(head).as("seed %d: %s", seed, sent).endsWith("\r\nConnection: close\r\n\r\n");
                assertThat(head.replace("\r\n", "")).doesNotContain("\r", "\n", "\0");
                assertThat(head.split("\r\n\r\n", -1)).hasSize(2);
                assertThat(head.toLowerCase(java.util.Locale.ROOT)).doesNotContain("\r\nproxy-authorization:");
                assertThat(Destination.parse(hostHeader(head), 80)).isEqualTo(to);
            }
        }

        assertThat(forwarded).isPositive();
    }

    private static String head(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static ProxyRequest read(String sent) throws IOException {
        return ProxyRequest.read(new ByteArrayInputStream(sent.getBytes(ISO_8859_1)));
    }

    private static String hostHeader(String head) {
        return head.lines()
                .filter(line -> line.startsWith("Host: "))
                .map(line -> line.substring("Host: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static String mutated(String request, Random random) {
        var text = new StringBuilder(request);
        String spice = "\r\n\t\0 :/@#?[]%\\hHGC1\u00ff";
        for (int change = random.nextInt(4); change >= 0; change--) {
            int at = random.nextInt(text.length());
            char with = spice.charAt(random.nextInt(spice.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, with);
                case 1 -> text.insert(at, with);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }
}
