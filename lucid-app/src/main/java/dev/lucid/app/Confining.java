package dev.lucid.app;

import dev.lucid.local.LocalConfig;
import java.nio.file.Path;

/** How local sandboxes keep commands in, as it is configured. */
final class Confining {
    private Confining() {}

    static LocalConfig of(LucidConfig config, MachineFacts machine, boolean unconfined) {
        return in(config.workspaces(), config, machine, unconfined);
    }

    /** The same with workspaces in another folder. */
    static LocalConfig in(Path workspaces, LucidConfig config, MachineFacts machine, boolean unconfined) {
        var usual = new LocalConfig(workspaces);

        return new LocalConfig(
                usual.workspaces(),
                config.mountPath().orElse(usual.mountPath()),
                config.sandboxMemory().orElse(usual.memoryLimit()),
                usual.processLimit(),
                usual.fileLimit(),
                unconfined,
                unconfined ? machine.searchPath() : usual.path());
    }
}
