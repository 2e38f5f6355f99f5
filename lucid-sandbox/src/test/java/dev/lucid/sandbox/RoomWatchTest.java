package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom the watch over workspaces' room tells, and whom it leaves alone. */
@Timeout(60)
class RoomWatchTest {
    private static final long LIMIT = 4L << 20;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MB = 1 << 20;

    private static final Duration SHORT = Duration.ofMillis(10);

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final Map<Path, Integer> looks = new ConcurrentHashMap<>();

    @TempDir
    Path base;

    @Test
    void onlyWhoGrowsOverTheLimitIsTold() throws Exception {
        var large = written("large", 3);
        var small = written("small", 3);
        try (var watch = watch();
                var _ = watch.begin(small, () -> told.add("small"));
                var _ = watch.begin(large, () -> told.add("large"))) {
            awaitLooks(large, 2);
            write(large.resolve("more"), 2);
            await().atMost(LONG).until(() -> told.contains("large"));
            awaitLooks(small, 2);

            assertThat(told).doesNotContain("small");
            assertThat(watch.words()).contains("limit of 4 MB");
        }
    }

    @Test
    void whoFillsAnEmptyWorkspaceIsToldHoweverFastHeIs() throws Exception {
        var empty = Files.createDirectories(base.resolve("empty"));
        try (var watch = watch();
                var _ = watch.begin(empty, () -> told.add("told"))) {
            write(empty.resolve("all at once"), 9);

            await().atMost(LONG).until(() -> told.contains("told"));
        }
    }

    /** As after a restart, or where a repository was cloned that is larger than the limit. */
    @Test
    void whoFindsTooMuchMayRemoveItAndMayNotAddToIt() throws Exception {
        var large = written("large", 9);
        try (var watch = watch()) {
            for (var command : List.of("first", "second")) {
                try (var _ = watch.begin(large, () -> told.add(command))) {
                    awaitLooks(large, 3);
                }
            }
            assertThat(told).isEmpty();
            try (var _ = watch.begin(large, () -> told.add("third"))) {
                write(large.resolve("more"), 20);
                await().atMost(LONG).until(() -> told.contains("third"));
            }
        }
    }

    /** It rests for so many times as long as measuring it took in vain; the others don't. */
    @Test
    void aWorkspaceThatCanHardlyBeMeasuredKeepsNoOthersLimitAway() throws Exception {
        var slow = written("slow", 1);
        var other = written("other", 1);
        try (var watch = new RoomWatch(LIMIT, SHORT, 100_000_000, folder -> {
                    looks.merge(folder, 1, Integer::sum);
                    return folder.equals(slow) ? OptionalLong.empty() : RoomWatch.size(folder);
                });
                var _ = watch.begin(slow, () -> told.add("slow"))) {
            await().atMost(LONG).until(() -> looks.containsKey(slow));
            try (var _ = watch.begin(other, () -> told.add("other"))) {
                await().atMost(LONG).until(() -> looks.containsKey(other));
            }
        }
        assertThat(looks).containsEntry(slow, 1);
        assertThat(told).isEmpty();
    }

    @Test
    void aFaultEndsNoWatch() throws Exception {
        var folder = written("folder", 3);
        try (var watch = new RoomWatch(LIMIT, SHORT, 1, seen -> {
                    if (looks.merge(seen, 1, Integer::sum) < 3) {
                        throw new AssertionError("a fault");
                    }
                    return RoomWatch.size(seen);
                });
                var _ = watch.begin(folder, () -> told.add("told"))) {
            awaitLooks(folder, 4);
            write(folder.resolve("more"), 2);
            await().atMost(LONG).until(() -> told.contains("told"));
        }
    }

    @Test
    void noLimitIsNoWatch() throws Exception {
        try (var watch = new RoomWatch(0);
                var _ = watch.begin(base, () -> {})) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(Thread::isAlive)
                    .extracting(Thread::getName)
                    .doesNotContain("lucid-sandbox-room");
        }
    }

    @Test
    void blocksCountAndNoLinkIsFollowed() throws Exception {
        var elsewhere = written("elsewhere", 9);
        var folder = written("folder", 1);
        Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        Files.createLink(folder.resolve("twin"), folder.resolve("file"));
        try (var sparse = new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        assertThat(RoomWatch.size(folder).orElseThrow()).isBetween((long) MB, 2L * MB);
        assertThat(RoomWatch.size(base.resolve("missing"))).isEmpty();
    }

    private RoomWatch watch() {
        return new RoomWatch(LIMIT, SHORT, 1, folder -> {
            var size = RoomWatch.size(folder);
            looks.merge(folder, 1, Integer::sum);
            return size;
        });
    }

    /** So many more. */
    private void awaitLooks(Path folder, int more) {
        var before = looks.getOrDefault(folder, 0);
        await().atMost(LONG).until(() -> looks.getOrDefault(folder, 0) >= before + more);
    }

    private Path written(String name, int megabytes) throws IOException {
        var folder = Files.createDirectories(base.resolve(name));
        write(folder.resolve("file"), megabytes);

        return folder;
    }

    private static void write(Path file, int megabytes) throws IOException {
        Files.write(file, new byte[megabytes * MB]);
    }
}
