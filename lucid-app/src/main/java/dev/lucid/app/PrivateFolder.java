package dev.lucid.app;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders that only this user can enter. */
final class PrivateFolder {
    private PrivateFolder() {}

    /** Makes the folder, and those above it, where they are missing; one that is there stays as it is. */
    static void make(Path folder) {
        if (Files.isDirectory(folder)) {
            return;
        }
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not make the folder " + folder + ": " + Reasons.of(e), e);
        }
    }
}
