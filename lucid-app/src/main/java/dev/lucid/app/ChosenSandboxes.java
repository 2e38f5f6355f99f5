package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.docker.DockerConfig;
import dev.lucid.docker.DockerProbe;
import dev.lucid.docker.DockerSandboxes;
import dev.lucid.docker.PoolConfig;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.local.LocalSandboxes;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Sandboxes of the kind that is configured, or that this machine has: containers where an engine answers and has the
 * image, else processes of this machine, and then it says why. Safe for many threads.
 */
final class ChosenSandboxes implements Sandboxes, ReadySessions, AutoCloseable {
    private final Sandboxes sandboxes;
    private final ReadySessions ready;
    private final Runnable ending;
    private final String remark;

    /** How containers are to be. */
    private record Containers(DockerConfig docker, AllowedHosts hosts, PoolConfig pool) {}

    private ChosenSandboxes(Sandboxes sandboxes, ReadySessions ready, Runnable ending, String remark) {
        this.sandboxes = requireNonNull(sandboxes, "sandboxes");
        this.ready = requireNonNull(ready, "ready");
        this.ending = requireNonNull(ending, "ending");
        this.remark = requireNonNull(remark, "remark");
    }

    static ChosenSandboxes of(LucidConfig config, MachineFacts machine, boolean unconfined) {
        return in(config.workspaces(), config, machine, unconfined, Confining.pool(config));
    }

    /** The same with workspaces in another folder, and no container that waits for a session. */
    static ChosenSandboxes in(Path workspaces, LucidConfig config, MachineFacts machine, boolean unconfined) {
        return in(workspaces, config, machine, unconfined, PoolConfig.NONE);
    }

    private static ChosenSandboxes in(
            Path workspaces, LucidConfig config, MachineFacts machine, boolean unconfined, PoolConfig pool) {
        var containers = new Containers(Confining.docker(workspaces, config), config.allowedHosts(), pool);

        return switch (config.sandbox()) {
            case "docker" -> demanded(containers);
            case "local" -> processes(workspaces, config, machine, unconfined, "");
            default ->
                whateverWorks(containers, why -> processes(workspaces, config, machine, unconfined, why), unconfined);
        };
    }

    /** Whether commands run in containers, or could. It asks the engine, which takes a moment. */
    static boolean couldBeContainers(LucidConfig config) {
        return DockerProbe.obstacle(Confining.docker(config.workspaces(), config))
                .isEmpty();
    }

    /** The image that would be pulled before the first command runs in a container; empty if there is none. */
    static Optional<String> pulledFirst(LucidConfig config, boolean unconfined) {
        var docker = Confining.docker(config.workspaces(), config);
        boolean wanted = config.sandbox().equals("docker") || (config.sandbox().equals("auto") && !unconfined);

        return wanted && docker.pull() == DockerConfig.Pull.MISSING && DockerProbe.lacksImage(docker)
                ? Optional.of(docker.image())
                : Optional.empty();
    }

    private static ChosenSandboxes whateverWorks(
            Containers wanted, Function<String, ChosenSandboxes> otherwise, boolean unconfined) {
        var obstacle = obstacle(wanted.docker(), unconfined);
        if (obstacle.isPresent()) {
            return otherwise.apply(obstacle.get());
        }
        try {
            return containers(wanted);
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            return otherwise.apply(String.valueOf(e.getMessage()));
        }
    }

    /** Why commands don't run in containers although they might. Who wants them unconfined wants no containers. */
    private static Optional<String> obstacle(DockerConfig docker, boolean unconfined) {
        return unconfined ? Optional.of("") : DockerProbe.obstacle(docker);
    }

    /** Where nothing else will do, an engine that does not answer is for a person to mend. */
    private static ChosenSandboxes demanded(Containers wanted) {
        try {
            return containers(wanted);
        } catch (PortFailure.Transient e) {
            throw new PortFailure.Permanent(
                    "Can't start, as LUCID_SANDBOX=docker wants containers. " + e.getMessage()
                            + " Start the engine, or let LUCID_SANDBOX be auto or local.",
                    e);
        }
    }

    private static ChosenSandboxes containers(Containers wanted) {
        var made = new DockerSandboxes(wanted.docker(), wanted.hosts(), wanted.pool());

        return new ChosenSandboxes(made, made, made::close, "");
    }

    private static ChosenSandboxes processes(
            Path workspaces, LucidConfig config, MachineFacts machine, boolean unconfined, String remark) {
        var made = new LocalSandboxes(Confining.in(workspaces, config, machine, unconfined), config.allowedHosts());

        return new ChosenSandboxes(made, ReadySessions.NONE, made::close, remark);
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        return sandboxes.open(spec);
    }

    /** Whether containers can wait for sessions. */
    boolean canWait() {
        return !ready.equals(ReadySessions.NONE);
    }

    @Override
    public Optional<SessionId> take(UserId user) {
        return ready.take(user);
    }

    @Override
    public void discard(SandboxSpec spec) {
        sandboxes.discard(spec);
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return sandboxes.abilities();
    }

    @Override
    public Confinement confinement() {
        var confinement = sandboxes.confinement();

        return remark.isEmpty()
                ? confinement
                : new Confinement(
                        confinement.confined(), confinement.words(), "They don't run in containers: " + remark);
    }

    @Override
    public void close() {
        ending.run();
    }
}
