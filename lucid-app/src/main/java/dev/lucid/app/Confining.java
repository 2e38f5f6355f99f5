package dev.lucid.app;

import dev.lucid.docker.DockerConfig;
import dev.lucid.docker.PoolConfig;
import dev.lucid.domain.identity.UserId;
import dev.lucid.local.LocalConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How sandboxes keep commands in, as it is configured. */
final class Confining {
    private Confining() {}

    /** As containers with workspaces in that folder, which lies below the configured one where the engine is told others. */
    static DockerConfig docker(Path workspaces, LucidConfig config) {
        var usual = new DockerConfig(workspaces);

        return new DockerConfig(
                usual.workspaces(),
                config.text(Variable.HOST_WORKSPACE_PATH)
                        .map(host -> Path.of(host).resolve(config.workspaces().relativize(usual.workspaces())))
                        .orElse(usual.workspaces()),
                config.mountPath().orElse(usual.mountPath()),
                config.text(Variable.DOCKER_HOST).orElse(usual.engine()),
                config.text(Variable.SANDBOX_IMAGE).orElse(usual.image()),
                pull(config),
                config.text(Variable.SANDBOX_CONTAINER_PREFIX).orElse(usual.containerPrefix()),
                config.text(Variable.DOCKER_NETWORK),
                config.sandboxMemory().orElse(usual.memoryLimit()),
                config.text(Variable.SANDBOX_CPU_LIMIT).map(Double::parseDouble).orElse(usual.cpuLimit()),
                usual.processLimit(),
                usual.fileLimit(),
                config.workspaceRoom().orElse(usual.roomLimit()),
                usual.idleLimit());
    }

    /** How many containers wait for sessions. Where nobody shows credentials, all sessions are one user's. */
    static PoolConfig pool(LucidConfig config) {
        return new PoolConfig(config.pool(), config.isLocal() ? Optional.of(UserId.LOCAL) : Optional.empty());
    }

    private static DockerConfig.Pull pull(LucidConfig config) {
        return config.text(Variable.SANDBOX_PULL)
                .map(when -> DockerConfig.Pull.valueOf(when.toUpperCase(Locale.ROOT)))
                .orElse(DockerConfig.Pull.NEVER);
    }

    /** As processes of this machine with workspaces in that folder. */
    static LocalConfig in(Path workspaces, LucidConfig config, MachineFacts machine, boolean unconfined) {
        var usual = new LocalConfig(workspaces);

        return new LocalConfig(
                usual.workspaces(),
                config.mountPath().orElse(usual.mountPath()),
                config.sandboxMemory().orElse(usual.memoryLimit()),
                usual.processLimit(),
                usual.fileLimit(),
                config.workspaceRoom().orElse(usual.roomLimit()),
                unconfined,
                unconfined ? machine.searchPath() : usual.path());
    }
}
