package dev.lucid.local;

import dev.lucid.port.PortFailure;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.Confinement;
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
import java.util.Set;

/**
 * Sandboxes as processes of this machine: under bubblewrap where it works, else unconfined, which {@link #confinement}
 * says. Starts a handful of threads and keeps them until it is closed; closing ends all sandboxes. Safe for many threads.
 */
public final class LocalSandboxes implements Sandboxes, AutoCloseable {
    private final Shelter shelter;
    private final WorkspaceFolders workspaces;
    private final Launcher launcher;
    private final Spawner spawner = new Spawner();
    private final Timer timer = new Timer();
    private final FileDesk desk = new FileDesk();
    private final ResourceWatch watch;
    private final RoomWatch room;
    private final OpenSandboxes open = new OpenSandboxes();

    /** Makes the workspaces' folder and tries bubblewrap out. Fails if the folder can't be used. */
    public LocalSandboxes(LocalConfig config) {
        this(config, AllowedHosts.NONE);
    }

    /** The same with commands that may reach {@code hosts}, through what is opened for them where {@link Relays} says. */
    public LocalSandboxes(LocalConfig config, AllowedHosts hosts) {
        try {
            workspaces = new WorkspaceFolders(config.workspaces());
            shelter = new ShelterProbe(config, hosts, workspaces, spawner).choose();
        } catch (IOException e) {
            spawner.close();
            throw new PortFailure.Permanent(
                    "Can't use " + config.workspaces() + " for workspaces: " + FileDesk.reason(e), e);
        }
        watch = new ResourceWatch(config);
        room = new RoomWatch(config.roomLimit());
        launcher = new Launcher(config, shelter, workspaces, spawner, timer, watch);
    }

    @Override
    public Sandbox open(SandboxSpec spec) {
        return open.open(spec, () -> make(spec));
    }

    private Sandbox make(SandboxSpec spec) {
        var what = "the sandbox of session " + spec.session();
        return desk.call(spec.session(), "opening " + what, () -> {
            var tenant = shelter.tenant(spec.session());
            var workspace = workspaces.make(spec, tenant);
            if (workspaces.mayHaveProcesses(spec)) {
                shelter.killLeftovers(workspace);
                workspaces.forget(spec);
            }
            var channels = new Channels(what, () -> launcher.start(spec, workspace));

            return new ShellSandbox(
                    spec.session(),
                    what,
                    channels,
                    new WorkspaceFiles(workspace, workspaces.making(), tenant),
                    desk,
                    timer,
                    room,
                    watch::stir);
        });
    }

    @Override
    public void discard(SandboxSpec spec) {
        open.refuseIfOpen(spec);
        desk.call(spec.session(), "removing the workspace of session " + spec.session(), () -> {
            shelter.killLeftovers(workspaces.of(spec));
            workspaces.forget(spec);
            workspaces.discard(spec);
            return spec;
        });
    }

    @Override
    public Set<SandboxAbility> abilities() {
        return shelter.abilities();
    }

    @Override
    public Confinement confinement() {
        return shelter.confinement();
    }

    /** Ends all sandboxes. Their workspaces stay. */
    @Override
    public void close() {
        open.close();
        watch.close();
        room.close();
        timer.close();
        desk.close();
        spawner.close();
        workspaces.close();
    }
}
