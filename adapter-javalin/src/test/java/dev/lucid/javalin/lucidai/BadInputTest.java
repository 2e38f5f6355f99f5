package dev.lucid.javalin.lucidai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.TestClient;
import dev.lucid.javalin.TestServer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients should not send: each time they are told what is wrong, and the server goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private final TestServer server = new TestServer(new ServerSettings("127.0.0.1", 0), Duration.ofMillis(1500));

    @AfterAll
    void stop() {
        server.close();
    }

    @AfterEach
    void mend() {
        server.lucid().fail(false);
        server.lucid().refuse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"task\":\"\"}",
                "{\"task\":\" \"}",
                "{\"task\":null}",
                "{\"type\":\"message\",\"content\":\"x\"}",
                "{\"type\":\"stop\"}"
            })
    void withoutATaskThereIsNoChat(String first) {
        try (var client = server.connect()) {
            client.say(first);

            assertThat(client.hear()).isEqualTo("{\"type\":\"error\",\"message\":\"Missing required field: 'task'\"}");
            var close = client.readToClose();
            assertThat(close.closeCode()).isEqualTo(4001);
            assertThat(close.closeReason()).isEqualTo("Missing task");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                    | Malformed JSON",
                "{                                     | Malformed JSON",
                "{\"task\":\"x\"} {\"task\":\"y\"}     | Malformed JSON",
                "{'task':'x'}                          | Malformed JSON",
                "{\"task\":\"x\",}                     | Malformed JSON",
                "NaN                                   | Malformed JSON",
                "[{\"task\":\"x\"}]                    | must be a JSON object",
                "\"task\"                              | must be a JSON object",
                "null                                  | must be a JSON object",
                "17                                    | must be a JSON object",
                "{\"task\":5}                          | 'task' must be a string",
                "{\"task\":[\"x\"]}                    | 'task' must be a string",
                "{\"task\":\"x\",\"key\":7}            | 'key' must be a string",
                "{\"task\":\"x\",\"repoUrl\":{}}       | 'repoUrl' must be a string",
                "{\"task\":\"x\",\"modelProvider\":1}  | 'modelProvider' must be a string",
                "{\"task\":\"x\",\"agent\":\"codex\"}  | no agent 'codex'",
                "{\"task\":\"x\",\"gitToken\":7}         | 'gitToken' must be a string",
                "{\"task\":\"x\",\"apiKey\":\"a\\nb\"}    | 'apiKey' must be one line",
                "{\"task\":\"x\",\"pullRequest\":\"yes\"} | 'pullRequest' must be true or false",
                "{\"sessionId\":7}                       | 'sessionId' must be a string",
                "{\"type\":7,\"task\":\"x\"}           | 'type' must be a string",
                "{\"task\":\"x\",\"repoUrl\":\"a\\u0000b\"}  | 'repoUrl' must be one line",
                "{\"task\":\"x\",\"repoUrl\":\"a\",\"branch\":\"a\\nb\"} | 'branch' must be one line",
                "{\"task\":\"x\",\"gitUserName\":\"a\\u0000b\"} | 'gitUserName' must be one line",
                "{\"task\":\"x\",\"gitUserEmail\":\"\\u001b[2J\"} | 'gitUserEmail' must be one line",
                "{\"task\":\"x\",\"model\":\"\\u0000\"}       | 'model' must be one line",
                "{\"task\":\"x\",\"modelProvider\":\"\\u007f\"} | 'modelProvider' must be one line",
                "{\"task\":\"x\",\"projectId\":\"a\\u0085b\"} | 'projectId' must be one line",
                "{\"type\":\"attach\"}                 | 'chatId'",
                "{\"type\":\"attach\",\"chatId\":9}    | 'chatId' must be a string",
                "{\"type\":\"attach\",\"chatId\":\"c0ffee00-0000-4000-8000-000000000001\",\"after\":-1}   | 'after'",
                "{\"type\":\"attach\",\"chatId\":\"c0ffee00-0000-4000-8000-000000000001\",\"after\":1.5}  | 'after'",
                "{\"type\":\"attach\",\"chatId\":\"c0ffee00-0000-4000-8000-000000000001\",\"after\":\"1\"}| 'after'",
                "{\"type\":\"attach\",\"chatId\":\"c0ffee00-0000-4000-8000-000000000001\",\"after\":99999999999999999999}| 'after'"
            })
    void aFirstMessageThatDoesNotFitIsAnsweredAndTheSocketClosed(String first, String why) {
        try (var client = server.connect()) {
            client.say(first);

            assertThat(client.hear())
                    .startsWith("{\"type\":\"error\",\"message\":")
                    .contains(why);
            assertThat(client.readToClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void jsonThatIsTooDeepIsMalformed() {
        try (var client = server.connect()) {
            client.say("{\"task\":" + "[".repeat(100_000));

            assertThat(client.hear()).contains("Malformed JSON").doesNotContain("StreamReadConstraints");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json                                              | Malformed JSON",
                "[]                                                    | must be a JSON object",
                "{\"type\":\"dance\",\"content\":\" \"}                | Unknown type 'dance'",
                "{\"type\":\"message\"}                                | Empty content",
                "{\"content\":\"\"}                                    | Empty content",
                "{\"content\":7}                                       | 'content' must be a string",
                "{\"type\":\"approve\"}                                | 'call'",
                "{\"type\":\"approve\",\"call\":\"7\"}                 | 'call'",
                "{\"type\":\"approve\",\"call\":\"ca11ca11-0000-4000-8000-000000000003\"} | 'decision'",
                "{\"type\":\"approve\",\"call\":\"ca11ca11-0000-4000-8000-000000000003\",\"decision\":\"maybe\"} | 'decision'",
                "{\"type\":\"attach\",\"chatId\":\"c0ffee00-0000-4000-8000-000000000001\"} | has its chat already",
                "{\"content\":\"x\",\"agent\":\"claude\"}              | no agent 'claude'"
            })
    void aLaterMessageThatDoesNotFitIsAnsweredAndTheSocketKept(String message, String why) {
        try (var client = begun()) {
            client.say(message);
            client.say("{\"type\":\"ping\"}");

            assertThat(client.hear())
                    .startsWith("{\"type\":\"error\",\"chatId\":\"")
                    .contains(why);
            assertThat(client.hear()).startsWith("{\"type\":\"pong\",\"chatId\":\"");
        }
    }

    @Test
    void keysOfAnyLengthAreNotTaken() {
        try (var client = begun()) {
            client.say("{\"content\":\"x\",\"key\":\"" + "k".repeat(300_000) + "\"}");

            assertThat(client.hear()).contains("'key' has at most 256 characters");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "repoUrl,2048",
        "branch,2048",
        "projectId,2048",
        "gitUserName,2048",
        "model,2048",
        "modelProvider,2048",
        "gitToken,16384",
        "apiKey,16384",
        "api_key,16384",
        "key,256"
    })
    void fieldsOfAnyLengthAreNotTakenAndTheAnswerDoesNotRepeatThem(String field, int max) {
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\",\"" + field + "\":\"" + "k".repeat(max + 1) + "\"}");

            assertThat(client.hear())
                    .contains("The field '" + field + "' has at most " + max + " characters")
                    .doesNotContain("kkk");
            assertThat(client.readToClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void bytesAreNotUnderstood() {
        try (var client = begun()) {
            client.write(TestClient.BINARY, new byte[] {1, 2, 3});

            assertThat(client.hear()).contains("Send JSON as text");
            assertThat(client.readToClose().closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void messagesOfTwoMegabytesAreRefusedAsTooLarge() {
        try (var client = begun()) {
            try {
                client.say("{\"content\":\"" + "x".repeat(2_000_000) + "\"}");
            } catch (UncheckedIOException _) {
                // The server has heard enough before all was said; what it said is still there to be read.
            }

            var close = client.readToClose();
            assertThat(close.closeCode()).isEqualTo(1009);
            assertThat(close.closeReason()).contains("too large");
        }
    }

    @Test
    void framesOfAMegabyteReachWhoDecidesHowLongAMessageMayBe() {
        try (var client = begun()) {
            client.say("{\"content\":\"" + "x".repeat(1_000_000) + "\"}");

            assertThat(client.hear()).contains("FollowUp").contains("\"truncated\":true");
        }
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        try (var client = begun()) {
            client.write(TestClient.TEXT, new byte[] {'{', (byte) 0xc3, (byte) 0x28, '}'});

            assertThat(client.readToClose().closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void framesThatAreNotMaskedOrUnknownAreRefused() {
        try (var client = begun()) {
            client.writeRaw(new byte[] {(byte) 0x81, 2, '{', '}'});

            assertThat(client.readToClose().closeCode()).isEqualTo(1002);
        }
        try (var client = begun()) {
            client.write(7, "x".getBytes(StandardCharsets.UTF_8));

            assertThat(client.readToClose().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void whoSaysNothingIsNotWaitedForForever() {
        try (var client = server.connect()) {
            assertThat(client.hear())
                    .isEqualTo("{\"type\":\"error\",\"message\":\"Timeout waiting for initial configuration.\"}");
            assertThat(client.readToClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void whoHasBegunIsWaitedFor() {
        try (var client = begun()) {
            client.patience(Duration.ofSeconds(2));
            org.assertj.core.api.Assertions.assertThatThrownBy(client::hear)
                    .hasCauseInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void aPingIsAnsweredBeforeThereIsAChat() {
        try (var client = server.connect()) {
            client.say("{\"type\":\"ping\"}");

            assertThat(client.hear()).isEqualTo("{\"type\":\"pong\"}");
        }
    }

    @Test
    void aRefusedTaskSaysWhy() {
        server.lucid().refuse("There is no model 'llama'. Choose from: scripted.");
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\",\"modelProvider\":\"llama\"}");

            assertThat(client.hear()).contains("initializing");
            assertThat(client.hear()).contains("There is no model 'llama'. Choose from: scripted.");
            assertThat(client.readToClose().closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aStoreThatFailsIsNoEndOfTheSocket() {
        try (var client = begun()) {
            server.lucid().fail(true);
            client.say("{\"content\":\"x\"}");
            assertThat(client.hear()).contains("An internal error occurred. Please try again.");
            server.lucid().fail(false);
            client.say("{\"content\":\"x\"}");

            assertThat(client.hear()).contains("FollowUp");
        }
    }

    @Test
    void aStoreThatFailsAtTheBeginningEndsTheSocket() {
        server.lucid().fail(true);
        try (var client = server.connect()) {
            client.say("{\"task\":\"x\"}");

            assertThat(client.hear()).contains("initializing");
            assertThat(client.hear()).contains("An internal error occurred. Please try again.");
            assertThat(client.readToClose().closeCode()).isEqualTo(1011);
        }
    }

    @Test
    void foreignPagesOpenNoSocket() {
        for (var header : new String[] {
            "Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "X-Forwarded-For: 1.2.3.4"
        }) {
            assertThat(TestClient.exchange(server.port(), TestClient.handshake("localhost", List.of(header, "X-A: b"))))
                    .as(header)
                    .startsWith("HTTP/1.1 403 ")
                    .contains("{\"detail\":")
                    .doesNotContain("JSESSIONID");
        }
        assertThat(TestClient.exchange(server.port(), TestClient.handshake("evil.example", List.of())))
                .startsWith("HTTP/1.1 403 ");
    }

    private TestClient begun() {
        var client = server.connect();
        client.say("{\"task\":\"do it\"}");
        client.hearUntil(frame -> frame.contains("InitialTask"));
        return client;
    }
}
