package dev.lucid.postgres.embedded;

import dev.lucid.port.PortFailure;
import java.util.List;

/** Reads the last words of a PostgreSQL program and says what to do about them. */
final class StartFailure {
    private static final int LAST_LINES = 6;

    private StartFailure() {}

    /** {@code work} completes "Could not …"; {@code words} is what the program printed. */
    static PortFailure of(String work, String words) {
        if (words.contains("unshare")) { // first, since it calls too many name spaces a full device
            return permanent(
                    work,
                    "PostgreSQL refuses to run as root, and this system does not let it run in a user namespace"
                            + " (unshare -U, from util-linux). Run Lucid as another user, allow user namespaces,"
                            + " or set DATABASE_URL to a server that runs",
                    words);
        }
        if (LocalFailure.saysDiskFull(words)) {
            return LocalFailure.diskFull(work);
        }
        if (words.contains("setsid")) {
            return permanent(work, "the program setsid (from util-linux) is missing: install it", words);
        }
        if (words.contains("Permission denied") || words.contains("invalid permissions")) {
            return permanent(work, "this user may not use these files: chown or chmod 0700 them", words);
        }
        return permanent(work, "PostgreSQL gave up", words);
    }

    static boolean portTaken(String words) {
        return words.contains("Address already in use") || words.contains("could not create any TCP/IP sockets");
    }

    /** The children of a killed server still live; they notice its death and leave by themselves. */
    static boolean predecessorLeaving(String words) {
        return words.contains("is still in use") || words.contains("pre-existing shared memory block");
    }

    private static PortFailure permanent(String work, String reason, String words) {
        return new PortFailure.Permanent("Could not " + work + ": " + reason + ". It said: " + lastLines(words));
    }

    private static String lastLines(String words) {
        List<String> lines = words.lines().filter(line -> !line.isBlank()).toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
