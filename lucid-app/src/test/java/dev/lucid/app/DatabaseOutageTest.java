package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.app.crash.SocketWatcher;
import dev.lucid.postgres.Migrations;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL is away for 20 seconds under 50 running turns: each event that a watcher had seen is there afterwards, the
 * turns go on by themselves and no command runs twice; the server stays up all the time.
 */
@Timeout(300)
class DatabaseOutageTest {
    private static final int TURNS = 50;
    private static final int COMMANDS = 12;
    private static final Duration OUTAGE = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path elsewhere;

    @TempDir
    private Path folder;

    @Test
    void turnsOutliveAnOutageOfTheDatabase() throws IOException {
        var postgres = EmbeddedPostgres.start(elsewhere);
        try (var relay = new DatabaseRelay();
                var machine = new Machine(folder).playing(script())) {
            var migrations = new Migrations(postgres.owner());
            migrations.run();
            migrations.grantServer(postgres.server().password());
            relay.leadTo(port(postgres));
            machine.with("DATABASE_URL", address(postgres, relay));
            var server = machine.starts("serve", "--port", "0").says("Lucid listens on");
            var clients = started(server);

            relay.leadNowhere();
            postgres.close();
            var back = System.nanoTime() + OUTAGE.toNanos();
            await().atMost(OUTAGE.plusSeconds(5)).until(() -> System.nanoTime() > back);
            assertThat(server.runs()).as(server.err()).isTrue();
            postgres = EmbeddedPostgres.start(elsewhere);
            relay.leadTo(port(postgres));

            for (var client : clients) {
                await().atMost(PATIENCE).until(() -> client.saw("completed") || client.closeCode() != 0);
                assertThat(client.saw("completed")).as(server.err()).isTrue();
            }
            assertSameAgain(server, clients);
            assertNoCommandRanTwice(machine.data());
            clients.forEach(SocketWatcher::close);
            assertThat(server.signalled("TERM").ends()).as(server.err()).isZero();
            machine.isLeftAlone();
        } finally {
            postgres.close();
        }
    }

    /** Clients whose turns have all run their first command, and none of them its last. */
    private static List<SocketWatcher> started(Started server) {
        var clients = new ArrayList<SocketWatcher>();
        for (var i = 0; i < TURNS; i++) {
            clients.add(new SocketWatcher(socket(server), "{\"task\":\"count\"}"));
        }
        for (var client : clients) {
            await().atMost(PATIENCE).until(() -> client.stored().stream().anyMatch(frame -> frame.has("exitCode")));
        }

        return clients;
    }

    private static void assertSameAgain(Started server, List<SocketWatcher> clients) {
        for (var client : clients) {
            var seen = List.copyOf(client.stored());
            assertThat(seen.stream().map(frame -> frame.path("seq").asLong()))
                    .isEqualTo(LongStream.rangeClosed(1, seen.size()).boxed().toList());
            var chat = seen.getFirst().path("chatId").asText();
            var attach = "{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":0}";
            try (var again = new SocketWatcher(socket(server), attach)) {
                await().atMost(PATIENCE).until(() -> again.saw("completed"));
                assertThat(again.stored()).isEqualTo(seen);
            }
        }
    }

    private static void assertNoCommandRanTwice(Path data) throws IOException {
        try (var files = Files.walk(data.resolve("workspaces"))) {
            var logs = files.filter(file -> file.getFileName().toString().equals("ran.txt"))
                    .toList();

            assertThat(logs).hasSize(TURNS);
            for (var log : logs) {
                assertThat(Files.readAllLines(log))
                        .as(log.toString())
                        .hasSize(COMMANDS)
                        .doesNotHaveDuplicates();
            }
        }
    }

    private static URI socket(Started server) {
        return URI.create(SideBySideTest.address(server).replaceFirst("http", "ws") + "/api/v1/ws");
    }

    private static int port(EmbeddedPostgres postgres) {
        return URI.create(postgres.server().jdbcUrl().replaceFirst("jdbc:", "")).getPort();
    }

    private static String address(EmbeddedPostgres postgres, DatabaseRelay relay) {
        var account = postgres.server();

        return "postgresql://" + account.user() + ":" + account.password() + "@127.0.0.1:" + relay.port() + "/postgres";
    }

    private static String script() {
        return IntStream.rangeClosed(1, COMMANDS)
                .mapToObj(i -> "  - calls:\n      - tool: run_command\n        arguments: {command: \"echo " + i
                        + " >> ran.txt; sleep 0.4\"}\n")
                .collect(Collectors.joining("", "turns:\n", "  - text: All is done.\n"));
    }
}
