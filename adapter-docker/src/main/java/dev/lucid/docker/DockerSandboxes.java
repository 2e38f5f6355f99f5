package dev.lucid.docker;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.ReadySessions;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.sandbox.Channels;
import dev.lucid.sandbox.FileDesk;
import dev.lucid.sandbox.OpenSandboxes;
import dev.lucid.sandbox.RoomWatch;
import dev.lucid.sandbox.ShellSandbox;
import dev.lucid.sandbox.Timer;
import dev.lucid.sandbox.WorkspaceFiles;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Sandboxes as containers of a Docker Engine, which must run on the same Linux kernel. A container is made when the first
 * command comes, and made anew where it died. Starts a handful of threads and keeps them until it is closed; closing ends
 * all sandboxes. Safe for many threads.
 */
public final class DockerSandboxes implements Sandboxes, ReadySessions, AutoCloseable {
    /** What a person should hear of. */
    private static final Logger ATTENTION = System.getLogger("dev.lucid.attention");

    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(3);

    private final DockerConfig config;
    private final WorkspaceFolders workspaces;
    private final DockerEngine engine;
    private final Images images;
    private final Containers containers;
    private final Tenants tenants;
    private final ContainerStart starter;
    private final Timer timer = new Timer();
    private final FileDesk desk = new FileDesk();
    private final RoomWatch room;
    private final OpenSandboxes open = new OpenSandboxes();
    private final Sweeping sweeping;
    private final WarmPool pool;

    /** The same with no container that waits for a session, and commands that reach nobody. */
    public DockerSandboxes(DockerConfig config) {
        this(config, AllowedHosts.NONE);
    }

    /** The same with no container that waits for a session. */
    public DockerSandboxes(DockerConfig config, AllowedHosts hosts) {
        this(config, hosts, PoolConfig.NONE);
    }

    /**
     * Makes the workspaces' folder, asks the engine, removes what servers that are no more have left, and begins to make
     * containers that wait for sessions. Fails if the folder can't be used, the engine does not answer, or it has no such
     * image and none is to be pulled. Commands may reach {@code hosts}, through what is opened for them where {@link Relays}
     * says; a network of the engine's would lead past that, so they can't both be.
     */
    public DockerSandboxes(DockerConfig config, AllowedHosts hosts, PoolConfig waiting) {
        if (config.network().isPresent() && !hosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "In a network of the engine's, commands reach more than the named hosts");
        }
        this.config = config;
        room = new RoomWatch(config.roomLimit());
        workspaces = workspacesOf(config);
        engine = new DockerEngine(config.engine());
        images = new Images(engine, config, ImagePull.Pace.USUAL, words -> ATTENTION.log(Level.INFO, words));
        boolean made = false;
        try {
            var about = engine.about();
            Kernels.refuseOther(config.engine(), about.kernel());
            var image = images.present();
            containers = new Containers(config, workspaces.instance(), hosts);
            tenants = Tenants.of(config.workspaces(), about.rootless());
            sweeping = new Sweeping(engine, containers, workspaces, BETWEEN_SWEEPS);
            sweeping.sweep();
            starter = tried(image);
            sweeping.begin();
            pool = new WarmPool(
                    waiting,
                    () -> starter.warm(new SessionId(UUID.randomUUID()), waiting),
                    workspaces.waiting(),
                    timer);
            pool.begin();
            made = true;
        } catch (IOException e) {
            throw unusable(config, e);
        } finally {
            if (!made) {
                images.close();
                engine.close();
                timer.close();
                room.close();
                desk.close();
                workspaces.close();
            }
        }
    }

    private static WorkspaceFolders workspacesOf(DockerConfig config) {
        try {
            return new WorkspaceFolders(config.workspaces());
        } catch (IOException e) {
            throw unusable(config, e);
        }
    }

    private static PortFailure unusable(DockerConfig config, IOException e) {
        return new PortFailure.Permanent(
                "Can't use " + config.workspaces() + " for workspaces: " + FileDesk.reason(e), e);
    }

    private ContainerStart tried(String image) throws IOException {
        var plain =
                new ContainerStart(config, containers, engine, images, workspaces, tenants, timer, Optional.empty());
        var tried = new ArrayList<SandboxSpec>();
        try {
            var trial = new Trial(workspaces.notes(), spec -> {
                tried.add(spec);
                return make(spec, plain, Optional.empty());
            });

            return plain.with(trial.of(config.image(), image, config.engine()));
        } finally {
            for (var spec : tried) {
                workspaces.discard(spec);
            }
        }
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        return open.open(spec, () -> make(spec));
    }

    private Sandbox make(SandboxSpec spec) {
        var waiting = pool.open(spec);
        boolean made = false;
        try {
            var sandbox = make(spec, starter, waiting);
            made = true;

            return sandbox;
        } finally {
            if (!made) {
                waiting.ifPresent(WarmContainer::close);
            }
        }
    }

    private Sandbox make(SandboxSpec spec, ContainerStart by, Optional<WarmContainer> waiting) {
        var what = "the sandbox of session " + spec.session();
        return desk.call(spec.session(), "opening " + what, () -> {
            var tenant = tenants.of(spec.session());
            if (waiting.isEmpty() && Files.exists(workspaces.of(spec))) {
                removeContainers(spec);
            }
            var workspace = workspaces.make(spec, tenant);
            var freezing = new Freezing(timer, config.idleLimit(), Freezing.PATIENCE);
            var start = new SessionStart(
                    by,
                    spec.session(),
                    () -> Occupant.begun(spec, workspaces.make(spec, tenant), workspaces.relay(spec)),
                    freezing,
                    waiting);

            return new DozingSandbox(
                    new ShellSandbox(
                            spec.session(),
                            what,
                            new Channels(what, start),
                            new WorkspaceFiles(workspace, workspaces.making(), tenant),
                            desk,
                            timer,
                            room,
                            () -> {}),
                    freezing,
                    start);
        });
    }

    @Override
    public Optional<SessionId> take(UserId user) {
        return pool.take(user);
    }

    /**
     * Those that a server has left, or another still has: the engine alone knows whether there are any. A session without
     * a workspace has had none.
     */
    private void removeContainers(SandboxSpec spec) {
        engine.containers(containers.ofSession(spec.session())).forEach(container -> engine.remove(container.getId()));
    }

    @Override
    public void discard(SandboxSpec spec) {
        open.refuseIfOpen(spec);
        pool.forget(spec.session());
        desk.call(spec.session(), "removing the workspace of session " + spec.session(), () -> {
            removeContainers(spec);
            workspaces.discard(spec);
            return spec;
        });
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return starter.relaying().isPresent()
                ? Set.of(SandboxAbility.MEMORY_LIMIT, SandboxAbility.RELAY)
                : Set.of(SandboxAbility.MEMORY_LIMIT);
    }

    @Override
    public Confinement confinement() {
        return new Confinement(
                true,
                "Commands run in Docker containers of " + config.image() + ": they see their workspace at "
                        + config.mountPath() + ", nothing else of this machine, and "
                        + network() + "."
                        + (starter.relaying().isPresent()
                                ? ""
                                : " Git in them reaches no repository on the web, as the image has neither perl nor"
                                        + " python3."));
    }

    private String network() {
        var hosts = containers.hosts();
        if (starter.relaying().isEmpty() && !hosts.isEmpty()) {
            return "no network, not even " + hosts + ", as the image has neither perl nor python3";
        }

        return config.network()
                .map(network -> "the engine's network " + network)
                .orElse(hosts.words());
    }

    /** Ends all sandboxes. Their workspaces stay. */
    @Override
    public void close() {
        images.close();
        pool.close();
        open.close();
        timer.close();
        room.close();
        desk.close();
        sweeping.close();
        workspaces.close();
        engine.close();
    }
}
