package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    @TempDir
    private Path data;

    @Test
    void aFileThatNobodyLocksNamesADeadProcess() throws IOException {
        var dead = UUID.randomUUID();
        Files.createDirectories(data.resolve("processes"));
        Files.createFile(data.resolve("processes").resolve(dead + ".lock"));
        Files.createFile(data.resolve("processes/strange.lock"));
        var buried = new ArrayList<UUID>();

        try (var processes = Processes.enter(data, UUID.randomUUID())) {
            processes.bury(buried::add);

            assertThat(buried).containsExactly(dead);
            assertThat(data.resolve("processes").resolve(dead + ".lock")).doesNotExist();
            assertThat(data.resolve("processes/strange.lock")).exists();
        }
    }

    @Test
    void aProcessLeavesNothingBehind() throws IOException {
        var self = UUID.randomUUID();
        try (var _ = Processes.enter(data, self)) {
            assertThat(data.resolve("processes").resolve(self + ".lock")).exists();
        }

        assertThat(data.resolve("processes")).isEmptyDirectory();
    }

    @Test
    void whoLivesIsNotBuried() {
        var buried = new ArrayList<UUID>();
        try (var one = Processes.enter(data, UUID.randomUUID());
                var _ = Processes.enter(data, UUID.randomUUID())) {
            one.bury(buried::add);

            assertThat(buried).isEmpty();
        }
    }
}
