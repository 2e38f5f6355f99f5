package dev.lucid.docker;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where sandboxes in containers lie and what they may use.
 *
 * @param workspaces the folder of all workspaces; made if it is not there, and nobody else's business
 * @param hostWorkspaces the same folder as the engine sees it: another path where this program runs in a container itself
 * @param mountPath where commands find their workspace
 * @param engine where the engine listens: {@code unix:///…}
 * @param image what sandboxes are made of; it needs a {@code sh} and a {@code setsid}
 * @param pull whether it is pulled from its registry
 * @param containerPrefix what containers' names begin with
 * @param network the engine's network that sandboxes are in; without one they have none
 * @param memoryLimit bytes that the processes of one sandbox may hold together; there is no swap beside it
 * @param cpuLimit processors' worth of time
 * @param processLimit processes and threads of one sandbox
 * @param fileLimit bytes of one file that a command writes
 * @param roomLimit bytes that a workspace may take up: a command that makes it grow further is killed, soon; 0 for no limit
 * @param idleLimit after how long without a command a sandbox is frozen, until the next command comes
 */
public record DockerConfig(
        Path workspaces,
        Path hostWorkspaces,
        String mountPath,
        String engine,
        String image,
        Pull pull,
        String containerPrefix,
        Optional<String> network,
        long memoryLimit,
        double cpuLimit,
        int processLimit,
        long fileLimit,
        long roomLimit,
        Duration idleLimit) {
    /** When an image is pulled. */
    public enum Pull {
        NEVER,
        /** Where the engine does not have it. */
        MISSING
    }

    /** Where an engine listens, usually. */
    public static final String USUAL_ENGINE = "unix:///var/run/docker.sock";

    /** The image that the program's own build file makes. */
    public static final String USUAL_IMAGE = "lucid-sandbox:latest";

    private static final long GIBIBYTE = 1L << 30;

    public DockerConfig {
        workspaces = requireNonNull(workspaces, "workspaces").toAbsolutePath().normalize();
        hostWorkspaces = requireNonNull(hostWorkspaces, "hostWorkspaces")
                .toAbsolutePath()
                .normalize();
        requireNonNull(engine, "engine");
        requireNonNull(image, "image");
        requireNonNull(pull, "pull");
        requireNonNull(network, "network");
        requireNonNull(idleLimit, "idleLimit");
        if (!mountPath.matches("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")) {
            throw new IllegalArgumentException(
                    "The workspace's mount path must be an absolute path of plain names: " + mountPath);
        }
        if (!containerPrefix.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
            throw new IllegalArgumentException("Containers' names can't begin with " + containerPrefix);
        }
        network.filter(DockerConfig::isOpen).ifPresent(name -> {
            throw new IllegalArgumentException(
                    "The network " + name + " keeps nothing in: name one of the engine's own");
        });
        if (memoryLimit <= 0 || cpuLimit <= 0 || processLimit <= 0 || fileLimit <= 0 || roomLimit < 0) {
            throw new IllegalArgumentException("A sandbox's limits must be positive");
        }
    }

    /**
     * The defaults: {@code /workspace}, 2 GiB of memory, one processor, 1024 processes, files up to 8 GiB, workspaces up to
     * 10 GiB, no network.
     */
    public DockerConfig(Path workspaces) {
        this(
                workspaces,
                workspaces,
                "/workspace",
                USUAL_ENGINE,
                USUAL_IMAGE,
                Pull.NEVER,
                "lucid-sandbox-",
                Optional.empty(),
                2 * GIBIBYTE,
                1,
                1024,
                8 * GIBIBYTE,
                10 * GIBIBYTE,
                Duration.ofMinutes(15));
    }

    /** The same with another image. */
    public DockerConfig withImage(String other) {
        return new DockerConfig(
                workspaces,
                hostWorkspaces,
                mountPath,
                engine,
                other,
                pull,
                containerPrefix,
                network,
                memoryLimit,
                cpuLimit,
                processLimit,
                fileLimit,
                roomLimit,
                idleLimit);
    }

    /** The same with an image that is pulled then. */
    public DockerConfig withPull(Pull when) {
        return new DockerConfig(
                workspaces,
                hostWorkspaces,
                mountPath,
                engine,
                image,
                when,
                containerPrefix,
                network,
                memoryLimit,
                cpuLimit,
                processLimit,
                fileLimit,
                roomLimit,
                idleLimit);
    }

    /** The same with other limits. */
    public DockerConfig withLimits(long memory, double cpus, int processes) {
        return new DockerConfig(
                workspaces,
                hostWorkspaces,
                mountPath,
                engine,
                image,
                pull,
                containerPrefix,
                network,
                memory,
                cpus,
                processes,
                fileLimit,
                roomLimit,
                idleLimit);
    }

    /** The same with containers that are frozen after another time. */
    public DockerConfig withIdleLimit(Duration limit) {
        return new DockerConfig(
                workspaces,
                hostWorkspaces,
                mountPath,
                engine,
                image,
                pull,
                containerPrefix,
                network,
                memoryLimit,
                cpuLimit,
                processLimit,
                fileLimit,
                roomLimit,
                limit);
    }

    /** The same with another limit on a workspace, in bytes; 0 for none. */
    public DockerConfig withRoomLimit(long bytes) {
        return new DockerConfig(
                workspaces,
                hostWorkspaces,
                mountPath,
                engine,
                image,
                pull,
                containerPrefix,
                network,
                memoryLimit,
                cpuLimit,
                processLimit,
                fileLimit,
                bytes,
                idleLimit);
    }

    /** The same with another engine. */
    public DockerConfig withEngine(String other) {
        return new DockerConfig(
                workspaces,
                hostWorkspaces,
                mountPath,
                other,
                image,
                pull,
                containerPrefix,
                network,
                memoryLimit,
                cpuLimit,
                processLimit,
                fileLimit,
                roomLimit,
                idleLimit);
    }

    /** Whether whoever is in that network of the engine is in this machine's, or in another container's. */
    public static boolean isOpen(String network) {
        return network.equalsIgnoreCase("host") || network.contains(":");
    }

    /** A path below the workspaces' folder, as the engine sees it. */
    Path onHost(Path path) {
        return hostWorkspaces.resolve(workspaces.relativize(path));
    }
}
