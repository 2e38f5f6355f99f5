package dev.lucid.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * Where local sandboxes lie and what they may use.
 *
 * @param workspaces the folder of all workspaces; made if it is not there, and nobody else's business
 * @param mountPath where commands find their workspace, if they are confined
 * @param memoryLimit bytes that the processes of one sandbox may hold together
 * @param processLimit processes of one sandbox
 * @param fileLimit bytes of one file that a command writes
 * @param roomLimit bytes that a workspace may take up: a command that makes it grow further is killed, soon; 0 for no limit
 * @param unconfined whether to run commands without bubblewrap even where it works
 * @param path where commands find programs
 */
public record LocalConfig(
        Path workspaces,
        String mountPath,
        long memoryLimit,
        int processLimit,
        long fileLimit,
        long roomLimit,
        boolean unconfined,
        String path) {
    /** The system's programs. */
    public static final String SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final long GIBIBYTE = 1L << 30;

    public LocalConfig {
        workspaces = requireNonNull(workspaces, "workspaces").toAbsolutePath().normalize();
        requireNonNull(path, "path");
        if (!mountPath.matches("(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")) {
            throw new IllegalArgumentException(
                    "The workspace's mount path must be an absolute path of plain names: " + mountPath);
        }
        if (memoryLimit <= 0 || processLimit <= 0 || fileLimit <= 0 || roomLimit < 0) {
            throw new IllegalArgumentException("A sandbox's limits must be positive");
        }
    }

    /**
     * The defaults: {@code /workspace}, 2 GiB of memory, 1024 processes, files up to 8 GiB, workspaces up to 10 GiB, confined
     * where possible.
     */
    public LocalConfig(Path workspaces) {
        this(workspaces, "/workspace", 2 * GIBIBYTE, 1024, 8 * GIBIBYTE, 10 * GIBIBYTE, false, SYSTEM_PATH);
    }

    /** The same without bubblewrap. */
    public LocalConfig withoutConfinement() {
        return new LocalConfig(workspaces, mountPath, memoryLimit, processLimit, fileLimit, roomLimit, true, path);
    }

    /** The same with another limit on memory, in bytes. */
    public LocalConfig withMemoryLimit(long bytes) {
        return new LocalConfig(workspaces, mountPath, bytes, processLimit, fileLimit, roomLimit, unconfined, path);
    }

    /** The same with another limit on processes. */
    public LocalConfig withProcessLimit(int processes) {
        return new LocalConfig(workspaces, mountPath, memoryLimit, processes, fileLimit, roomLimit, unconfined, path);
    }

    /** The same with another limit on a workspace, in bytes; 0 for none. */
    public LocalConfig withRoomLimit(long bytes) {
        return new LocalConfig(workspaces, mountPath, memoryLimit, processLimit, fileLimit, bytes, unconfined, path);
    }

    /** The same with other places to find programs in, as {@code PATH} names them. */
    public LocalConfig withPath(String places) {
        return new LocalConfig(
                workspaces, mountPath, memoryLimit, processLimit, fileLimit, roomLimit, unconfined, places);
    }
}
