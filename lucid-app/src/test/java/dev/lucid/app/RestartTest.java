package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.cli.Choices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server was told before it ended is known to the next one, under another key, too. */
@Timeout(180)
class RestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "somebody";

    @TempDir
    private Path folder;

    @Test
    void sessionsTicketsAndIntegrationsOutliveTheServerAndItsKey() throws IOException {
        try (var host = new PlayedHost()) {
            var github = Map.of(Variable.GITHUB_API_URL, host.url());
            String session;
            String ticket;
            try (var before = new ServedLucid(folder, github)) {
                session = before.post(USER, "/api/v1/sessions", "{\"task\":\"print hello world\"}")
                        .text("sessionId");
                ticket = before.post(USER, "/api/v1/ws-tickets", "").text("ticket");
                before.post(
                        USER,
                        "/api/v1/integrations",
                        "{\"provider\":\"github\",\"token\":\"" + PlayedHost.GITHUB_TOKEN + "\"}");
            }

            rotated();

            var renewed = Map.of(Variable.GITHUB_API_URL, host.url(), Variable.ENCRYPTION_KEY, "another key");
            try (var after = new ServedLucid(folder, renewed)) {
                assertThat(after.get(USER, "/api/v1/sessions")
                                .body()
                                .path("sessions")
                                .findValuesAsText("sessionId"))
                        .containsExactly(session);
                assertThat(after.get(USER, "/api/v1/integrations/github/repos").status())
                        .isEqualTo(200);
                try (var socket = after.socketWith("ticket=" + ticket, "{\"sessionId\":\"" + session + "\"}")) {
                    await().atMost(PATIENCE).until(() -> socket.saw("completed"));
                    assertThat(socket.frames())
                            .anyMatch(frame -> frame.path("sessionId").asText().equals(session));
                }
            }
        }
    }

    /** As an operator does it, between two starts. */
    private void rotated() {
        var environment = Map.of(
                "LUCID_DATA",
                folder.toString(),
                "ENCRYPTION_KEY",
                "another key",
                "ENCRYPTION_KEY_OLD",
                ServedLucid.KEY);
        var machine = new MachineFacts(System.getenv("PATH"), Optional.empty(), folder, folder, InstantSource.system());
        var rotation = new LocalInstallation(machine, environment, _ -> {})
                .rotateKey(new Choices(Optional.empty(), Optional.empty(), Optional.empty(), false));

        assertThat(rotation.changed()).isPositive();
        assertThat(rotation.unreadable()).isEqualTo(List.of());
    }
}
