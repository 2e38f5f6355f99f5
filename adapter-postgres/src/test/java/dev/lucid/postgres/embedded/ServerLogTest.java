package dev.lucid.postgres.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
    @TempDir
    Path directory;

    private ServerLog log;

    @BeforeEach
    void open() {
        log = new ServerLog(directory.resolve("postgres.log"));
    }

    @Test
    void isEmptiedWhenItHasGrownWhileItsWriterGoesOn() throws IOException {
        log.open();
        try (var writer = Files.newOutputStream(log.file(), StandardOpenOption.APPEND)) {
            writer.write(new byte[(int) ServerLog.LONGEST + 1]);
            log.keepShort();
            writer.write("afterwards".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        assertThat(log.file()).hasContent("afterwards");
        assertThat(directory.resolve("postgres.log.1")).hasSize(ServerLog.LONGEST + 1);
    }

    @Test
    void isLeftAloneWhileItIsShort() throws IOException {
        log.open();
        Files.writeString(log.file(), "a few words");
        log.keepShort();

        assertThat(log.file()).hasContent("a few words");
        assertThat(directory.resolve("postgres.log.1")).doesNotExist();
    }

    @Test
    void tellsWhatWasSaidSince() throws IOException {
        log.open();
        Files.writeString(log.file(), "before|");
        long position = log.open();
        Files.writeString(log.file(), "since", StandardOpenOption.APPEND);

        assertThat(log.since(position)).isEqualTo("since");
    }
}
