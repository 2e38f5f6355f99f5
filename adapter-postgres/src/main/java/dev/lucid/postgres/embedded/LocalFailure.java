package dev.lucid.postgres.embedded;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Turns what the operating system says into a failure that tells its reader what to do next. */
final class LocalFailure {
    private static final String DISK_FULL = "no space left on device";
    private static final String QUOTA_REACHED = "disk quota exceeded";

    private LocalFailure() {}

    /** {@code work} completes "Could not …". */
    static PortFailure of(String work, IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return new PortFailure.Permanent(
                    "Could not " + work + ": permission denied. Give this user the right to write there (chown, chmod),"
                            + " or choose another data directory.",
                    cause);
        }
        if (saysDiskFull(String.valueOf(cause.getMessage()))) {
            return diskFull(work);
        }
        if (cause.getMessage() != null && cause.getMessage().contains("Read-only file system")) {
            return new PortFailure.Permanent(
                    "Could not " + work + ": the file system is read-only. Choose a data directory on another one.",
                    cause);
        }
        return new PortFailure.Permanent("Could not " + work + ": " + cause.getMessage(), cause);
    }

    static PortFailure diskFull(String work) {
        return new PortFailure.Permanent("Could not " + work
                + ": the disk is full. Free some space, or choose a data directory on another disk.");
    }

    static boolean saysDiskFull(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return lower.contains(DISK_FULL) || lower.contains(QUOTA_REACHED);
    }
}
