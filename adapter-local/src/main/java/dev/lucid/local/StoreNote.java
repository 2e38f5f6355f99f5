package dev.lucid.local;

import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.FileDesk;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/**
 * Which stores' sessions may lie in a folder, a line each in a file there, for people to read and to correct. Lines are only
 * ever added, whole ones, so several processes may write at once. Safe for many threads.
 */
record StoreNote(Path folder) {
    private static final String UNKNOWN = "unknown";
    private static final String HEAD = """
            # The stores whose sessions may lie in this folder. Lucid removes nothing that a store does not know while there
            # is more than that store's own line. Where a store is gone for good, remove its line; where all that lies here
            # is of the stores below, remove the line "unknown".
            """;

    Path file() {
        return folder.resolve(".lucid").resolve("stores");
    }

    /** Adds that store, unless it is there; {@code used} tells whether something lies here already. */
    void add(UUID store, boolean used) {
        var noted = noted();
        if (noted.contains(store.toString())) {
            return;
        }
        var begin = noted.isEmpty() ? HEAD + (used ? UNKNOWN + "\n" : "") : "";
        try {
            Files.createDirectories(file().getParent(), WorkspaceFolders.PRIVATE);
            Files.writeString(file(), begin + store + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not write to " + file() + ": " + FileDesk.reason(e), e);
        }
    }

    /** All that are noted; none where there is no note. */
    List<String> noted() {
        try {
            return Files.readAllLines(file()).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .distinct()
                    .toList();
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not read " + file() + ": " + FileDesk.reason(e), e);
        }
    }
}
