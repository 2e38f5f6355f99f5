package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program itself, at work with a server that lets in who shows a signed token. */
@Timeout(180)
class RemoteCommandsTest {
    private static final int FINISHED = 0;
    private static final int MUST_BE_MENDED = 2;

    @TempDir
    private static Path served;

    private static ServedLucid server;

    @TempDir
    private Path folder;

    private Machine machine;

    @BeforeAll
    static void start() {
        server = new ServedLucid(served.resolve("data"), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin() throws IOException {
        machine = new Machine(folder);
    }

    @AfterEach
    void end() {
        machine.close();
    }

    @Test
    void whoLogsInWorksThereAsOneself() throws IOException {
        var user = "user-" + UUID.randomUUID();
        var token = ServedLucid.token(user);
        var login = logsInWith(token);

        assertThat(login.ends()).as(login.err()).isEqualTo(FINISHED);
        assertThat(login.out() + login.err())
                .contains("--server " + server.address())
                .doesNotContain(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept())))
                .isEqualTo("rw-------");

        var run = machine.runs("run", "--server", server.address(), "print hello world");
        assertThat(run.ends()).as(run.out() + run.err()).isEqualTo(FINISHED);
        assertThat(run.out()).contains("✓ finished");
        var chat = server.get(user, "/api/v1/chats").body().at("/chats/0/id").asText();

        var send = machine.runs("send", "--server", server.address(), chat.substring(0, 8), "and once more");
        assertThat(send.ends()).as(send.out() + send.err()).isEqualTo(FINISHED);
        var watch = machine.runs("watch", "--server", server.address(), chat.substring(0, 8));
        assertThat(watch.ends()).as(watch.out() + watch.err()).isEqualTo(FINISHED);
        assertThat(watch.out()).contains("and once more");
        assertThat(machine.data().resolve("postgres")).doesNotExist();
    }

    @Test
    void aTokenThatHasExpiredIsSaidToBeOfNoUseAndIsNotKept() {
        var expired = ServedLucid.token("somebody", Instant.now().minusSeconds(3600));

        assertIsRefused(logsInWith(expired), expired, "does not take this token", "./lucid login --server");
        assertThat(kept()).doesNotExist();
        machine.with("LUCID_TOKEN", expired);
        for (var command : commands()) {
            assertIsRefused(
                    machine.runs(command),
                    expired,
                    "does not take this token",
                    "./lucid login --server " + server.address());
        }
    }

    @Test
    void aTokenOfAnotherSignerIsRefused() {
        var forged = ServedLucid.token("somebody").replaceFirst("[^.]+$", "c2lnbmVkIGJ5IHNvbWVib2R5IGVsc2U");

        assertIsRefused(logsInWith(forged), forged, "does not take this token");
        assertThat(kept()).doesNotExist();
    }

    @Test
    void whoHasNotLoggedInIsToldTo() {
        for (var command : commands()) {
            assertIsRefused(
                    machine.runs(command),
                    "Exception",
                    "wants to know who asks. Log in: ./lucid login --server " + server.address());
        }
    }

    private Started logsInWith(String token) {
        var file = machine.written("token.txt", token + "\n");
        machine.through(List.of("sh", "-c", "exec \"$@\" < " + file, "sh"));
        var login = machine.runs("login", "--server", server.address(), "-");
        machine.through(List.of());

        return login;
    }

    private static List<String[]> commands() {
        var there = server.address();

        return List.of(
                new String[] {"run", "--server", there, "print hello world"},
                new String[] {"send", "--server", there, "c0ffee00", "more"},
                new String[] {"watch", "--server", there, "c0ffee00"});
    }

    private Path kept() {
        return machine.data().resolve("login");
    }

    private static void assertIsRefused(Started command, String unsaid, String... said) {
        assertThat(command.ends()).as(command.out() + command.err()).isEqualTo(MUST_BE_MENDED);
        assertThat(command.err()).startsWith("lucid: ").contains(said).doesNotContain(unsaid, "Exception", "\tat ");
    }
}
