package dev.lucid.docker;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.RelayScript;
import dev.lucid.sandbox.SandboxProcess;
import dev.lucid.sandbox.Timer;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Starts sandboxes' containers. Safe for many threads.
 *
 * @param relaying what listens in the image for those that have a way to Lucid
 */
record ContainerStart(
        DockerConfig config,
        Containers containers,
        DockerEngine engine,
        Images images,
        WorkspaceFolders workspaces,
        Tenants tenants,
        Timer timer,
        Optional<RelayScript> relaying) {
    /** The same for an image that can do so much. */
    ContainerStart with(Optional<RelayScript> script) {
        return new ContainerStart(config, containers, engine, images, workspaces, tenants, timer, script);
    }

    /** A sandbox that runs, and all that runs in it. */
    record Started(SandboxProcess process, ContainerRoot root) {}

    /** Makes a container wait for the session of that id. */
    WarmContainer warm(SessionId session, PoolConfig pool) throws IOException {
        var place = workspaces.waiting().make(session, tenants.of(session));
        boolean made = false;
        try {
            var container = new WarmContainer(place, start(Occupant.waiting(place, pool), () -> false));
            made = true;

            return container;
        } finally {
            if (!made) {
                workspaces.waiting().discard(place);
            }
        }
    }

    /** Gives all to a container that was there before, where it can serve its session as one that is made now. */
    boolean isFit(WarmContainer container, Occupant now) throws IOException {
        if (!container.isAlive() || !container.sees(now)) {
            return false;
        }
        tenants.of(now.session()).ownAll(now.workspace());

        return true;
    }

    /** Starts a container in which no command runs; {@code givenUp} says whether nobody waits for it to have its image. */
    Started start(Occupant occupant, BooleanSupplier givenUp) throws IOException {
        var tenant = tenants.of(occupant.session());
        tenant.ownAll(occupant.workspace());
        var run = workspaces.newRun();
        boolean started = false;
        try {
            var relay = relaying.flatMap(script -> occupant.relay().map(folder -> new Rooms.Relay(folder, script)));
            var rooms = Rooms.make(run, tenant, tenants.user(occupant.session()), relay);
            var sandbox = started(occupant, rooms, givenUp);
            started = true;

            return sandbox;
        } finally {
            if (!started) {
                workspaces.discardRun(run);
            }
        }
    }

    private Started started(Occupant occupant, Rooms rooms, BooleanSupplier givenUp) throws IOException {
        var container = madeWithImage(occupant, rooms, givenUp);
        boolean started = false;
        try {
            var root = ContainerRoot.start(engine, container, rooms, timer, occupant.what());
            started = true;

            // Without its folder, a sweep removes the container where this did not.
            return new Started(
                    new SandboxProcess(
                            root,
                            rooms.doors(),
                            timer,
                            _ -> workspaces.discardRun(rooms.doors().folder())),
                    root);
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

    /** Somebody may have removed the image since the last container was made. */
    private String madeWithImage(Occupant occupant, Rooms rooms, BooleanSupplier givenUp) {
        try {
            return make(occupant, rooms);
        } catch (DockerEngine.NoSuchImage _) {
            images.pull(occupant.session(), givenUp);
            return madeAgain(occupant, rooms);
        }
    }

    private String madeAgain(Occupant occupant, Rooms rooms) {
        try {
            return make(occupant, rooms);
        } catch (DockerEngine.NoSuchImage e) {
            throw new PortFailure.Transient(
                    "The image " + config.image() + " was pulled, and is gone again. Who removes it?", e);
        }
    }

    /** Lets a session's start wait no longer for its image. */
    void giveUp(SessionId session) {
        images.giveUp(session);
    }

    /**
     * Where the name is taken, an earlier owner of the session still has a container: it is to end. One of other
     * workspaces is none of ours, and so the container gets another name.
     */
    private String make(Occupant occupant, Rooms rooms) {
        var session = occupant.session();
        var what = occupant.what();
        var run = workspaces.nameOfRun(rooms.doors().folder());
        var command = containers.describe(engine.prepare(config.image()), occupant, run, rooms, tenants.user(session));
        var made = engine.make(command, config.image(), what);
        if (made.isEmpty()) {
            engine.containers(containers.ofSession(session)).forEach(other -> engine.remove(other.getId()));
            made = engine.make(command, config.image(), what);
        }

        return made.or(() -> engine.make(command.withName(containers.otherName(session)), config.image(), what))
                .orElseThrow(() -> new PortFailure.Transient("Could not start " + what + ": the engine has a container "
                        + containers.otherName(session) + " already."));
    }
}
