package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom the watch over workspaces' room tells, and whom it leaves alone. */
@Timeout(60)
class RoomWatchTest {
    private static final long LIMIT = 4L << 20;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MB = 1 << 20;

    @TempDir
    Path base;

    @Test
    void onlyWhoGrowsOverTheLimitIsTold() throws Exception {
        var large = written("large", 5);
        var small = written("small", 3);
        var told = new AtomicInteger();
        try (var watch = new RoomWatch(LIMIT, Duration.ofMillis(10), 1);
                var _ = watch.begin(small, () -> {
                    throw new AssertionError("it is small");
                });
                var _ = watch.begin(large, told::incrementAndGet)) {
            await().atMost(LONG).until(() -> told.get() > 1);

            assertThat(watch.words()).contains("limit of 4 MB");
        }
    }

    @Test
    void whoOnlyRemovesFilesIsLeftAlone() throws Exception {
        var large = written("large", 9);
        var told = new AtomicInteger();
        try (var watch = new RoomWatch(LIMIT, Duration.ofMillis(10), 1)) {
            try (var _ = watch.begin(large, told::incrementAndGet)) {
                await().atMost(LONG).until(() -> told.get() > 0);
            }
            var looks = new AtomicInteger();
            try (var _ = watch.begin(large, () -> {
                        throw new AssertionError("it does not grow");
                    });
                    var _ = watch.begin(written("another", 5), looks::incrementAndGet)) {
                await().atMost(LONG).until(() -> looks.get() > 1);
            }
            var grown = new AtomicInteger();
            try (var _ = watch.begin(large, grown::incrementAndGet)) {
                write(large.resolve("more"), 20);
                await().atMost(LONG).until(() -> grown.get() > 0);
            }
        }
    }

    @Test
    void noLimitIsNoWatch() throws Exception {
        try (var watch = new RoomWatch(0, Duration.ofMillis(1), 1);
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

    private Path written(String name, int megabytes) throws IOException {
        var folder = Files.createDirectories(base.resolve(name));
        write(folder.resolve("file"), megabytes);

        return folder;
    }

    private static void write(Path file, int megabytes) throws IOException {
        Files.write(file, new byte[megabytes * MB]);
    }
}
