package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Lets nothing new begin while the disk of the data directory is nearly full, so that the database can go on writing what is
 * under way. What runs already is left alone. Safe for many threads.
 */
final class DiskFloor {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final long MB = 1L << 20;

    private final LongSupplier free;
    private final long floor;

    /** {@code free} gives the bytes that are free now; {@code floor} is how many there must be. */
    DiskFloor(LongSupplier free, long floor) {
        this.free = requireNonNull(free, "free");
        this.floor = floor;
    }

    /** Of the disk that this folder lies on, with so many megabytes, or a twentieth of a small disk. */
    static DiskFloor under(Path folder, long megabytes) {
        try {
            var disk = Files.getFileStore(folder);

            return new DiskFloor(
                    () -> {
                        try {
                            return disk.getUsableSpace();
                        } catch (IOException _) {
                            return Long.MAX_VALUE; // nobody knows: the writes themselves will tell
                        }
                    },
                    Math.min(megabytes * MB, disk.getTotalSpace() / 20));
        } catch (IOException _) {
            return new DiskFloor(() -> Long.MAX_VALUE, 0);
        }
    }

    StartChat starting(StartChat start) {
        return command -> shortage()
                .<StartChat.Outcome>map(why -> new StartChat.Outcome.TooMany(why, PAUSE))
                .orElseGet(() -> start.start(command));
    }

    SendMessage sending(SendMessage send) {
        return command -> shortage()
                .<SendMessage.Outcome>map(why -> new SendMessage.Outcome.TooMany(why, PAUSE))
                .orElseGet(() -> send.send(command));
    }

    private Optional<String> shortage() {
        var now = free.getAsLong();

        return now >= floor
                ? Optional.empty()
                : Optional.of("The disk of the data directory is nearly full: " + now / MB + " MB are free, and "
                        + floor / MB + " must be before an agent goes to work. Somebody has to make room.");
    }
}
