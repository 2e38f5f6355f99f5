package dev.lucid.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.Ulimit;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.sandbox.RelayScript;
import dev.lucid.sandbox.Scripts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a sandbox's container looks like: its name, its labels, and all that keeps commands in but to {@code hosts}. */
record Containers(DockerConfig config, String instance, AllowedHosts hosts) {
    static final String MANAGED = "lucid.managed";
    static final String SESSION = "lucid.session_id";
    static final String USER = "lucid.user_id";
    static final String INSTANCE = "lucid.instance";
    /** What a container was made as, {@code session} or {@code pool}: it says nothing of what it is now. */
    static final String STATE = "lucid.state";

    static final String RUN = "lucid.run";

    /** Where commands see their sandbox's pipes. */
    static final String DOORS = "/run/lucid";

    private static final String HOME = "/tmp/home";
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String FOLDER = "rw,exec,nosuid,nodev,mode=1777,size=";
    private static final long SHARED_MEMORY = 256L << 20;
    private static final long OPEN_FILES = 16_384;
    private static final double NANOS = 1e9;
    /** Where memory runs out, the kernel ends a sandbox before Lucid itself. */
    private static final int OOM_SCORE = 500;

    private static final String SCRIPT = Scripts.beside(Containers.class, "enter.sh") + "\n" + Scripts.sandbox();

    /** A container's name. */
    String name(SessionId session) {
        return config.containerPrefix() + session;
    }

    /** Its name where a container of other workspaces has that one. */
    String otherName(SessionId session) {
        return name(session) + "-" + instance;
    }

    /** What finds all containers of these workspaces' sandboxes, and nobody else's. */
    Map<String, String> ours() {
        return Map.of(MANAGED, "true", INSTANCE, instance);
    }

    /** What finds a session's. */
    Map<String, String> ofSession(SessionId session) {
        return Map.of(MANAGED, "true", INSTANCE, instance, SESSION, session.toString());
    }

    /** What is said of a container from its making to its end. {@code run} names its folder. */
    Map<String, String> labels(Occupant occupant, String run) {
        return Map.of(
                MANAGED,
                "true",
                SESSION,
                occupant.session().toString(),
                USER,
                occupant.user(),
                INSTANCE,
                instance,
                STATE,
                occupant.state(),
                RUN,
                run);
    }

    /** Fills in what is made: {@code user} is whose processes are in it, as {@code uid:gid}. */
    CreateContainerCmd describe(CreateContainerCmd command, Occupant occupant, String run, Rooms rooms, String user) {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", SCRIPT, "lucid"));
        shell.addAll(Scripts.arguments(DOORS, "", "", config.fileLimit(), true));
        if (rooms.relay().isPresent()) {
            shell = rooms.relay().get().script().before(shell, hosts);
        }

        return command.withName(name(occupant.session()))
                .withHostName("sandbox")
                .withLabels(labels(occupant, run))
                .withEntrypoint(shell)
                .withCmd(List.of())
                .withUser(user)
                .withWorkingDir(config.mountPath())
                .withEnv(environment(occupant, rooms))
                .withNetworkDisabled(config.network().isEmpty())
                .withStopTimeout(0)
                .withHostConfig(host(occupant.workspace(), rooms));
    }

    private HostConfig host(Path workspace, Rooms rooms) {
        return HostConfig.newHostConfig()
                .withMounts(mounts(workspace, rooms))
                .withTmpFs(Map.of("/tmp", FOLDER + config.memoryLimit() / 2, HOME, FOLDER + config.memoryLimit() / 2))
                .withReadonlyRootfs(true)
                .withShmSize(Math.min(SHARED_MEMORY, config.memoryLimit() / 4))
                .withNetworkMode(config.network().orElse("none"))
                .withIpcMode("private")
                .withCgroupnsMode("private")
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withInit(true)
                .withMemory(config.memoryLimit())
                .withMemorySwap(config.memoryLimit())
                .withNanoCPUs((long) (config.cpuLimit() * NANOS))
                .withPidsLimit((long) config.processLimit())
                .withOomScoreAdj(OOM_SCORE)
                .withUlimits(List.of(new Ulimit("nofile", OPEN_FILES, OPEN_FILES), new Ulimit("core", 0L, 0L)))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    }

    /** A source that is missing fails: nothing is made for it. */
    private List<Mount> mounts(Path workspace, Rooms rooms) {
        var mounts = new ArrayList<>(List.of(
                mount(workspace, config.mountPath(), false),
                mount(rooms.doors().shown(), DOORS, true),
                mount(rooms.passwd(), "/etc/passwd", true),
                mount(rooms.group(), "/etc/group", true)));
        rooms.relay().ifPresent(relay -> {
            mounts.add(mount(relay.folder(), Relays.SHOWN_AT, true));
            mounts.add(mount(rooms.gitConfig(), "/etc/gitconfig", true));
        });

        return mounts;
    }

    private Mount mount(Path from, String to, boolean readOnly) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(config.onHost(from).toString())
                .withTarget(to)
                .withReadOnly(readOnly);
    }

    private List<String> environment(Occupant occupant, Rooms rooms) {
        var variables = new ArrayList<>(List.of(
                "PATH=" + PATH,
                "HOME=" + HOME,
                "USER=agent",
                "LOGNAME=agent",
                "SHELL=/bin/sh",
                "LANG=C.UTF-8",
                "TERM=dumb"));
        proxied(occupant, rooms).forEach((name, value) -> variables.add(name + "=" + value));

        return variables;
    }

    /** Whoever waits for a session has no way out yet, and is not told of it later. */
    private Map<String, String> proxied(Occupant occupant, Rooms rooms) {
        return rooms.relay()
                .filter(_ -> !hosts.isEmpty())
                .map(relay -> occupant.waits() ? RelayScript.PROXIED : RelayScript.proxied(relay.folder()))
                .orElse(Map.of());
    }
}
