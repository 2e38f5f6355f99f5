package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.identity.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where commands run in containers, whose git is the image's own. */
class RelayedGitInContainersTest extends RelayedGit {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private String container = "";

    @Override
    Map<Variable, String> kind() {
        return Map.of(Variable.LUCID_SANDBOX, "docker", Variable.SANDBOX_IMAGE, "lucid-test:git");
    }

    @Override
    List<String> furtherCommands() {
        return List.of(
                "touch .git/waits; while ! [ -e .git/goes-on ]; do sleep 0.05; done;"
                        + " cat /etc/debian_version; ls /sys/class/net",
                "git config --list --show-origin; cat .git/config /etc/gitconfig; env");
    }

    @Override
    void meanwhile(ChatProfile chat, Path workspaces) throws IOException {
        var git = workspaces
                .resolve(UserId.LOCAL.toString())
                .resolve(chat.session().toString())
                .resolve(".git");
        await().atMost(PATIENCE).until(() -> Files.exists(git.resolve("waits")));
        var inspecting = new ProcessBuilder("docker", "inspect", "lucid-sandbox-" + chat.session())
                .redirectErrorStream(true)
                .start();
        container = new String(inspecting.getInputStream().readAllBytes(), UTF_8);
        Files.createFile(git.resolve("goes-on"));
    }

    @Test
    void gitIsTheContainersAndTheOnlyNetworkIsItsLoopback() {
        assertThat(said(13)).startsWith("12.").endsWith("\nlo\n");
    }

    @Test
    void theTokenIsNeitherInWhatTheEngineKnowsNorInGitsConfiguration() {
        assertThat(container).contains("lucid-test:git", "lucid.session_id").doesNotContain(TOKEN);
        assertThat(said(14)).contains("HOME=/tmp/home", "/etc/gitconfig").doesNotContain(TOKEN);
    }
}
