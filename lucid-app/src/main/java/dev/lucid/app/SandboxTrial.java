package dev.lucid.app;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tries sandboxes out as they are configured, in a folder that is thrown away. */
final class SandboxTrial {
    private SandboxTrial() {}

    /** How well commands would be kept in. */
    static Confinement of(LucidConfig config, MachineFacts machine, boolean unconfined) {
        try {
            var folder = folder(config);
            try (var sandboxes = ChosenSandboxes.in(folder, config, machine, unconfined)) {
                return sandboxes.confinement();
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new PortFailure.Permanent("Could not make a folder to try sandboxes in: " + Reasons.of(e), e);
        }
    }

    /** An engine that is told other paths finds there only what lies below the workspaces. */
    private static Path folder(LucidConfig config) throws IOException {
        return config.text(Variable.HOST_WORKSPACE_PATH).isPresent()
                ? Files.createTempDirectory(Files.createDirectories(config.workspaces()), ".trial-")
                : Files.createTempDirectory("lucid-doctor");
    }

    private static void remove(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.toList().reversed()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
