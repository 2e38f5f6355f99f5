package dev.lucid.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Shell scripts that are parts of the program. */
public final class Scripts {
    /** Processes that one may start have so many files open at most. */
    private static final int OPEN_FILES = 16_384;

    private static final int BLOCK = 512;

    private Scripts() {}

    /** A script beside a class, without its comments, which everybody who lists processes would see. */
    public static String beside(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its part " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script of every sandbox's root shell. */
    public static String sandbox() {
        return beside(Scripts.class, "sandbox.sh");
    }

    /**
     * What that script is told.
     *
     * @param seenAs where the sandbox sees its pipes
     * @param mark what marks its processes, empty if they end with their first one
     * @param processLimit how many of them there may be, empty where something else sees to that
     * @param fileLimit bytes of a file that one of them writes
     * @param countsDeaths whether the kernel limits memory, and counts whom it ended for that
     */
    public static List<String> arguments(
            String seenAs, String mark, String processLimit, long fileLimit, boolean countsDeaths) {
        return List.of(
                seenAs,
                mark,
                processLimit,
                Long.toString(Math.max(1, fileLimit / BLOCK)),
                Integer.toString(OPEN_FILES),
                countsDeaths ? "counts" : "");
    }
}
