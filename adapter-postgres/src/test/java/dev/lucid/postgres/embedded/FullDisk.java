package dev.lucid.postgres.embedded;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** A program for a small disk of its own: fills it at each stage of a database's life, and says what came of it. */
final class FullDisk {
    private final Path data;
    private final Path ballast;

    private FullDisk(Path disk) {
        this.data = disk.resolve("data");
        this.ballast = disk.resolve("ballast");
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        var story = new FullDisk(Path.of(arguments[0]));
        story.firstStart();
        story.laterStart();
        story.running();
    }

    private void firstStart() throws IOException {
        fill();
        System.out.println("first start: " + failureToStart());
        System.out.println("left behind: " + Files.exists(data.resolve("postgres")));
        Files.delete(ballast);
        TestDatabases.start(data).close();
    }

    private void laterStart() throws IOException {
        fill();
        System.out.println("later start: " + failureToStart());
        Files.delete(ballast);
    }

    private void running() throws IOException, SQLException {
        int committed = 0;
        try (var postgres = TestDatabases.start(data)) {
            TestDatabases.execute(postgres, "create table written (text text)");
            fill();
            try {
                while (true) {
                    TestDatabases.execute(postgres, "insert into written values (repeat(md5(random()::text), 20000))");
                    committed++;
                }
            } catch (SQLException e) {
                System.out.println("running: " + e.getMessage());
            }
            Files.delete(ballast);
        }
        try (var postgres = TestDatabases.start(data)) {
            var rows = Integer.parseInt(TestDatabases.ask(postgres, "select count(*) from written"));
            System.out.println("all committed rows: " + (rows >= committed));
        }
    }

    private String failureToStart() {
        try (var _ = TestDatabases.start(data)) {
            return "none";
        } catch (PortFailure.Permanent e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void fill() {
        var block = new byte[1 << 12];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            System.out.println("filled: " + e.getMessage());
        }
    }
}
