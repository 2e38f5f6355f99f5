package dev.lucid.app;

import dev.lucid.local.LocalConfig;

/** How local sandboxes keep commands in, as it is configured. */
final class Confining {
    private Confining() {}

    static LocalConfig of(LucidConfig config, MachineFacts machine, boolean unconfined) {
        var usual = new LocalConfig(config.workspaces());

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
