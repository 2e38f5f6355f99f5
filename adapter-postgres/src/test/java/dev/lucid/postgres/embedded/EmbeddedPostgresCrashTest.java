package dev.lucid.postgres.embedded;

import static dev.lucid.postgres.embedded.TestDatabases.ask;
import static dev.lucid.postgres.embedded.TestDatabases.execute;
import static dev.lucid.postgres.embedded.TestDatabases.server;
import static dev.lucid.postgres.embedded.TestDatabases.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes come, are killed and leave; the rows stay, and no server is left behind. */
class EmbeddedPostgresCrashTest {
    @TempDir
    Path data;

    @AfterEach
    void noServerIsLeft() throws IOException {
        assertThat(server(data)).isEmpty();
    }

    @Test
    void aServerWhoseProcessWasKilledIsAdopted() throws Exception {
        try (var holder = HolderProcess.start(data)) {
            var address = holder.awaitReady();
            var server = server(data).orElseThrow();
            holder.kill();

            assertThat(server.isAlive()).isTrue();
            try (var postgres = start(data)) {
                assertThat(postgres.owner().jdbcUrl()).isEqualTo(address);
                assertThat(server(data)).contains(server);
                assertThat(ask(postgres, "select 1")).isEqualTo("1");
            }
            assertThat(RunningServer.lives(server)).isFalse();
        }
    }

    @Test
    void rowsCommittedBeforeBothWereKilledAreThere() throws Exception {
        start(data).close();
        for (int round = 0; round < 3; round++) {
            try (var holder = HolderProcess.start(data);
                    var writer = new Writer(holder.awaitReady(), password(), round)) {
                await().until(() -> writer.committed.get() > 20);
                var server = server(data).orElseThrow();
                holder.kill();
                server.destroyForcibly();
                server.onExit().get(10, TimeUnit.SECONDS);
                int committed = writer.end();

                try (var postgres = start(data)) {
                    assertThat(Integer.parseInt(ask(postgres, "select count(*) from written_" + round)))
                            .isGreaterThanOrEqualTo(committed);
                }
            }
        }
    }

    @Test
    void theLastOfTwoProcessesStopsTheServerWhoeverStartedIt() throws Exception {
        try (var first = HolderProcess.start(data)) {
            var address = first.awaitReady();
            try (var second = HolderProcess.start(data)) {
                assertThat(second.awaitReady()).isEqualTo(address);
                first.leave();
                assertThat(server(data)).isPresent();

                second.leave();
                assertThat(server(data)).isEmpty();
            }
        }
    }

    @Test
    void aKilledProcessDoesNotCountAsUser() throws Exception {
        try (var killed = HolderProcess.start(data);
                var leaving = HolderProcess.start(data)) {
            killed.awaitReady();
            leaving.awaitReady();
            killed.kill();
            leaving.leave();

            assertThat(server(data)).isEmpty();
        }
    }

    @Test
    void firstStartsAtTheSameTimeMakeOneDatabase() throws Exception {
        var holders = new ArrayList<HolderProcess>();
        try {
            for (int i = 0; i < 3; i++) {
                holders.add(HolderProcess.start(data));
            }
            var addresses = new ArrayList<String>();
            for (var holder : holders) {
                addresses.add(holder.awaitReady());
            }
            assertThat(addresses).containsOnly(addresses.getFirst());
            for (var holder : holders) {
                holder.leave();
            }
        } finally {
            holders.forEach(HolderProcess::close);
        }
    }

    @Test
    void comingAndGoingAtTheSameTimeNeverFindsTheDatabaseGone() throws Exception {
        start(data).close();
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Future<?>> visits = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                visits.add(threads.submit(() -> {
                    try (var postgres = start(data)) {
                        assertThat(ask(postgres, "select 1")).isEqualTo("1");
                    }
                    return null;
                }));
            }
            for (var visit : visits) {
                visit.get(60, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aServerThatDiesInUseComesBackOnItsPort() throws Exception {
        try (var postgres = start(data)) {
            execute(postgres, "create table kept as select 42 as answer");
            var address = postgres.owner();
            server(data).orElseThrow().destroyForcibly();

            await().ignoreExceptions()
                    .until(() -> ask(postgres, "select answer from kept").equals("42"));
            assertThat(postgres.owner()).isEqualTo(address);
        }
    }

    @Test
    void aDeadServerThatNobodyBuriesIsNotTakenForALiveOne() throws Exception {
        try (var holder = HolderProcess.start(data)) {
            holder.awaitReady();
            var server = server(data).orElseThrow();
            holder.freeze();
            server.destroyForcibly();
            await().until(() -> !RunningServer.lives(server));
            assertThat(server.isAlive()).as("its number is still taken").isTrue();

            try (var postgres = start(data)) {
                assertThat(ask(postgres, "select 1")).isEqualTo("1");
                holder.signal("CONT");
                holder.leave();
                assertThat(ask(postgres, "select 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void aServerThatOnlyAnotherContainerCanSeeIsNotTakenForADeadOne() throws Exception {
        try (var holder = HolderProcess.startInAnotherNamespace(data)) {
            holder.awaitReady();
            try (var blind = HolderProcess.startInAnotherNamespace(data)) {
                assertThat(blind.awaitRefusal()).contains("another container", "DATABASE_URL");
            }
            holder.leave();
        }
    }

    @Test
    void aStalePidFileWhoseNumberBelongsToAnotherProgramIsNoHindrance() throws Exception {
        start(data).close();
        var pidFile = data.resolve("postgres/postmaster.pid");
        Files.writeString(pidFile, ProcessHandle.current().pid() + "\n" + data + "/postgres\n0\n1\n\n127.0.0.1\n\n");
        try (var postgres = start(data)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aPidFileCutShortIsNoHindrance() throws Exception {
        start(data).close();
        Files.writeString(data.resolve("postgres/postmaster.pid"), "");
        try (var postgres = start(data)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void whatAKilledFirstStartLeftIsClearedAway() throws Exception {
        Files.createDirectories(data.resolve("postgres.new/base"));
        Files.writeString(data.resolve("postgres.new/PG_VERSION"), "18");
        Files.writeString(data.resolve("postgres.new-password"), "half");
        try (var postgres = start(data)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
        assertThat(data.resolve("postgres.new")).doesNotExist();
        assertThat(data.resolve("postgres.new-password")).doesNotExist();
    }

    @Test
    void theServerRunsInASessionOfItsOwn() throws Exception {
        try (var _ = start(data)) {
            var stat =
                    Files.readString(Path.of("/proc", server(data).orElseThrow().pid() + "", "stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

            assertThat(fields[3])
                    .as("session")
                    .isEqualTo(server(data).orElseThrow().pid() + "");
        }
    }

    private String password() throws IOException {
        return Files.readString(data.resolve("postgres/lucid.password")).strip();
    }

    /** Commits row after row until the database is gone. */
    private static final class Writer implements AutoCloseable {
        private final AtomicInteger committed = new AtomicInteger();
        private final java.util.concurrent.ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Future<?> writing;

        Writer(String url, String password, int round) {
            writing = thread.submit(() -> {
                try (var connection = java.sql.DriverManager.getConnection(url, "postgres", password);
                        var statement = connection.createStatement()) {
                    statement.execute("create table written_" + round + " (number int)");
                    while (true) {
                        statement.execute("insert into written_" + round + " values (1)");
                        committed.incrementAndGet();
                    }
                } catch (SQLException e) {
                    return committed.get();
                }
            });
        }

        int end() throws InterruptedException, ExecutionException {
            writing.get();
            return committed.get();
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }
}
