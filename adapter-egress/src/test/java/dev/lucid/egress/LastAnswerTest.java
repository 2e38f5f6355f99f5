package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LastAnswerTest {
    @Test
    void theClientIsToldThatTheConnectionEnds() throws IOException {
        assertThat(
                        shown(
                                "HTTP/1.1 200 OK\r\nconnection: keep-alive\r\nKeep-Alive: 5\r\nContent-Length: 4\r\n\r\na\r\n\r\n"))
                .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\na\r\n\r\n");
    }

    @Test
    void whatPrecedesTheAnswerPassesAsItIs() throws IOException {
        assertThat(shown("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"))
                .isEqualTo("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }

    @Test
    void whatIsNoWholeAnswerPassesAsItIs() throws IOException {
        assertThat(shown("")).isEmpty();
        assertThat(shown("HTTP/1.1 200 OK\r\nConn")).isEqualTo("HTTP/1.1 200 OK\r\nConn");
        assertThat(shown("x".repeat(70_000))).isEqualTo("x".repeat(70_000));
    }

    private static String shown(String answer) throws IOException {
        try (var shown = new LastAnswer(new ByteArrayInputStream(answer.getBytes(ISO_8859_1)))) {
            return new String(shown.readAllBytes(), ISO_8859_1);
        }
    }
}
