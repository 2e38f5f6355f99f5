package dev.lucid.docker;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.sandbox.Channels;
import dev.lucid.sandbox.FileDesk;
import dev.lucid.sandbox.OpenSandboxes;
import dev.lucid.sandbox.ShellSandbox;
import dev.lucid.sandbox.Timer;
import dev.lucid.sandbox.WorkspaceFiles;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sandboxes as containers of a Docker Engine, which must run on the same Linux kernel. A container is made when the first
 * command comes, and made anew where it died. Starts a handful of threads and keeps them until it is closed; closing ends
 * all sandboxes. Safe for many threads.
 */
public final class DockerSandboxes implements Sandboxes, AutoCloseable {
    private final DockerConfig config;
    private final WorkspaceFolders workspaces;
    private final DockerEngine engine;
    private final Containers containers;
    private final Tenants tenants;
    private final ContainerStart starter;
    private final Timer timer = new Timer();
    private final FileDesk desk = new FileDesk();
    private final OpenSandboxes open = new OpenSandboxes();

    /**
     * Makes the workspaces' folder, asks the engine, and removes what servers that are no more have left. Fails if the
     * folder can't be used, the engine does not answer or has no such image.
     */
    public DockerSandboxes(DockerConfig config) {
        this.config = config;
        engine = new DockerEngine(config.engine());
        boolean made = false;
        try {
            var image = engine.imageId(config.image())
                    .orElseThrow(() -> new PortFailure.Permanent(DockerEngine.missing(config.image())));
            workspaces = new WorkspaceFolders(config.workspaces());
            containers = new Containers(config, workspaces.instance());
            tenants = Tenants.of(config.workspaces(), engine.isRootless());
            sweep();
            starter = tried(image);
            made = true;
        } catch (IOException e) {
            throw new PortFailure.Permanent(
                    "Can't use " + config.workspaces() + " for workspaces: " + FileDesk.reason(e), e);
        } finally {
            if (!made) {
                engine.close();
                timer.close();
                desk.close();
            }
        }
    }

    private ContainerStart tried(String image) throws IOException {
        var plain = new ContainerStart(config, containers, engine, workspaces, tenants, timer, Optional.empty());
        var tried = new ArrayList<SandboxSpec>();
        try {
            var trial = new Trial(workspaces.notes(), spec -> {
                tried.add(spec);
                return make(spec, plain);
            });

            return plain.with(trial.of(config.image(), image, config.engine()));
        } finally {
            for (var spec : tried) {
                workspaces.discard(spec);
            }
        }
    }

    /** Removes containers of these workspaces whose owner is no more. Those of others it never looks at. */
    public void sweep() {
        for (var container : engine.containers(containers.ours())) {
            var run = container.getLabels().get(Containers.RUN);
            if (run == null || !workspaces.hasRun(run)) {
                engine.remove(container.getId());
            }
        }
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        return open.open(spec, () -> make(spec, starter));
    }

    private Sandbox make(SandboxSpec spec, ContainerStart by) {
        var what = "the sandbox of session " + spec.session();
        return desk.call(spec.session(), "opening " + what, () -> {
            var tenant = tenants.of(spec.session());
            var workspace = workspaces.make(spec, tenant);
            if (workspaces.mayHaveProcesses(spec)) {
                removeContainers(spec);
                workspaces.forget(spec);
            }
            var dozing = new AtomicReference<@Nullable DozingSandbox>();
            var channels = new Channels(
                    what,
                    () -> by.start(
                            spec,
                            workspace,
                            what,
                            root -> requireNonNull(dozing.get()).runsIn(root)));
            var sandbox = new DozingSandbox(
                    new ShellSandbox(
                            spec.session(),
                            what,
                            channels,
                            new WorkspaceFiles(workspace, workspaces.making(), tenant),
                            desk,
                            timer,
                            () -> {}),
                    timer,
                    config.idleLimit());
            dozing.set(sandbox);

            return sandbox;
        });
    }

    private void removeContainers(SandboxSpec spec) {
        engine.containers(containers.ofSession(spec)).forEach(container -> engine.remove(container.getId()));
    }

    @Override
    public void discard(SandboxSpec spec) {
        open.refuseIfOpen(spec);
        desk.call(spec.session(), "removing the workspace of session " + spec.session(), () -> {
            if (workspaces.mayHaveProcesses(spec)) {
                removeContainers(spec);
                workspaces.forget(spec);
            }
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
                        + config.network()
                                .map(network -> "the engine's network " + network + ".")
                                .orElse("no network.")
                        + (starter.relaying().isPresent()
                                ? ""
                                : " Git in them reaches no repository on the web, as the image has neither perl nor"
                                        + " python3."));
    }

    /** Ends all sandboxes. Their workspaces stay. */
    @Override
    public void close() {
        open.close();
        timer.close();
        desk.close();
        workspaces.close();
        engine.close();
    }
}
