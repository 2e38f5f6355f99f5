package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelayScript;
import dev.lucid.sandbox.SandboxProcess;
import dev.lucid.sandbox.Timer;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts sandboxes' containers. Safe for many threads.
 *
 * @param relaying what listens in the image for those that have a way to Lucid
 */
record ContainerStart(
        DockerConfig config,
        Containers containers,
        DockerEngine engine,
        WorkspaceFolders workspaces,
        Tenants tenants,
        Timer timer,
        Optional<RelayScript> relaying) {
    /** The same for an image that can do so much. */
    ContainerStart with(Optional<RelayScript> script) {
        return new ContainerStart(config, containers, engine, workspaces, tenants, timer, script);
    }

    /**
     * Starts a session's sandbox, in which no process runs. {@code what} names it in messages; {@code listener} is told of
     * its container.
     */
    SandboxProcess start(SandboxSpec spec, Path workspace, String what, Consumer<ContainerRoot> listener)
            throws IOException {
        var tenant = tenants.of(spec.session());
        tenant.ownAll(workspace);
        var run = workspaces.newRun();
        boolean started = false;
        try {
            var relay =
                    relaying.flatMap(script -> workspaces.relay(spec).map(folder -> new Rooms.Relay(folder, script)));
            var rooms = Rooms.make(run, tenant, tenants.user(spec.session()), relay);
            var sandbox = started(spec, workspace, rooms, what, listener);
            started = true;

            return sandbox;
        } finally {
            if (!started) {
                workspaces.discardRun(run);
            }
        }
    }

    private SandboxProcess started(
            SandboxSpec spec, Path workspace, Rooms rooms, String what, Consumer<ContainerRoot> listener)
            throws IOException {
        var container = make(spec, workspace, rooms, what);
        boolean started = false;
        try {
            var root = ContainerRoot.start(engine, container, rooms, timer, what);
            started = true;
            listener.accept(root);

            // Without its folder, a sweep removes the container where this did not.
            return new SandboxProcess(
                    root,
                    rooms.doors(),
                    timer,
                    _ -> workspaces.discardRun(rooms.doors().folder()));
        } finally {
            if (!started) {
                removeWhatFailed(container);
            }
        }
    }

    private void removeWhatFailed(String container) {
        try {
            engine.remove(container);
        } catch (PortFailure _) {
            // a sweep finds it: its folder is gone
        }
    }

    /**
     * Where the name is taken, an earlier owner of the session still has a container: it is to end. One of other
     * workspaces is none of ours, and so the container gets another name.
     */
    private String make(SandboxSpec spec, Path workspace, Rooms rooms, String what) {
        var run = workspaces.nameOfRun(rooms.doors().folder());
        var user = tenants.user(spec.session());
        var command = containers.describe(engine.prepare(config.image()), spec, run, workspace, rooms, user);
        var made = engine.make(command, config.image(), what);
        if (made.isEmpty()) {
            engine.containers(containers.ofSession(spec)).forEach(other -> engine.remove(other.getId()));
            made = engine.make(command, config.image(), what);
        }

        return made.or(() -> engine.make(command.withName(containers.otherName(spec)), config.image(), what))
                .orElseThrow(() -> new PortFailure.Transient("Could not start " + what + ": the engine has a container "
                        + containers.otherName(spec) + " already."));
    }
}
