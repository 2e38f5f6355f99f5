package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            assertThat(marks())
                    .singleElement()
                    .asString()
                    .startsWith(self + ".")
                    .endsWith(".lock");
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

    @Test
    void whoLooksAroundLeavesTheOthersOfItsProcessTheirLocks() throws IOException {
        try (var one = Processes.enter(data, UUID.randomUUID());
                var _ = Processes.enter(data, UUID.randomUUID())) {
            one.bury(_ -> {});

            for (var mark : marks()) {
                assertThat(isLocked(data.resolve("processes").resolve(mark)))
                        .as(mark)
                        .isTrue();
            }
        }
    }

    /** As the system tells it: to try it would mean to open the file, and to give up the lock with it. */
    private static boolean isLocked(Path file) throws IOException {
        var number = Files.getAttribute(file, "unix:ino");

        return Files.readString(Path.of("/proc/locks")).contains(":" + number + " ");
    }

    private List<String> marks() throws IOException {
        try (var files = Files.list(data.resolve("processes"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
