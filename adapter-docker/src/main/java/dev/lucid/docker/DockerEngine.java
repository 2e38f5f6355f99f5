package dev.lucid.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The engine, as far as sandboxes need it. Each call has a time limit. What the engine refuses fails for good, what does
 * not reach it may be tried again. Safe for many threads.
 */
final class DockerEngine implements AutoCloseable {
    /** Spoken since Docker 20.10. */
    static final String API = "1.41";

    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final Duration ANSWERING = Duration.ofSeconds(60);
    private static final Duration ANSWERING_AT_ONCE = Duration.ofSeconds(20);
    private static final Duration ENDING = Duration.ofSeconds(10);
    /** What containers end with whose first program is not there, or is for another processor. */
    private static final long CANNOT_RUN = 126;

    private static final long NOT_FOUND = 127;
    private static final int CONNECTIONS = 32;
    private static final int CALLS = 2 * CONNECTIONS;

    private final String address;
    private final Duration answering;
    private final Duration answeringAtOnce;
    private final LimitedCalls calls = new LimitedCalls(CALLS);
    private final DockerClient client;
    /** For questions that it answers at once if it is well. */
    private final DockerClient asking;

    /** A container can't be made, as its image is not there: pulling it may help. */
    static final class NoSuchImage extends RuntimeException {
        private static final long serialVersionUID = 1;

        private NoSuchImage(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The engine that listens there; it is asked nothing yet. */
    DockerEngine(String address) {
        this(address, ANSWERING, ANSWERING_AT_ONCE);
    }

    /** The same with other limits: for what it does, and for what it only says. */
    DockerEngine(String address, Duration answering, Duration answeringAtOnce) {
        this.address = address;
        this.answering = answering;
        this.answeringAtOnce = answeringAtOnce;
        client = client(address, answering);
        asking = client(address, answeringAtOnce);
    }

    private static DockerClient client(String address, Duration patience) {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address)
                .withDockerTlsVerify(false)
                .withApiVersion(API)
                .build();

        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECTING)
                        .responseTimeout(patience)
                        .build());
    }

    /**
     * What an engine is.
     *
     * @param rootless whether it maps its root to an ordinary user: then a container's root is whoever runs the engine
     * @param kernel the version of the kernel that containers run on
     */
    record About(boolean rootless, String kernel) {}

    /** How it is set up. */
    About about() {
        return askAtOnce("asking the engine how it is set up", () -> {
            var info = asking.infoCmd().exec();
            var options = info.getSecurityOptions();

            return new About(
                    options != null && options.stream().anyMatch(option -> option.contains("rootless")),
                    Objects.requireNonNullElse(info.getKernelVersion(), ""));
        });
    }

    /** What an image is, however it is called; none if the engine does not have it. */
    Optional<String> imageId(String image) {
        return askAtOnce("looking for the image " + image, () -> {
            try {
                return Optional.ofNullable(asking.inspectImageCmd(image).exec().getId());
            } catch (NotFoundException _) {
                return Optional.empty();
            } catch (BadRequestException e) {
                throw new PortFailure.Permanent(
                        "SANDBOX_IMAGE can't be " + image + ": " + words(e) + ". Name one like "
                                + DockerConfig.USUAL_IMAGE + ".",
                        e);
            }
        });
    }

    /** Begins to pull an image; {@code reply} is told what comes, on another thread, and ends it when it is closed. */
    void pull(String image, ResultCallback<PullResponseItem> reply) {
        ask("pulling the image " + image, () -> client.pullImageCmd(image).exec(reply));
    }

    /** A command that makes a container of an image; it is not executed yet. */
    CreateContainerCmd prepare(String image) {
        return client.createContainerCmd(image);
    }

    /** Makes the container; none if its name is taken. */
    Optional<String> make(CreateContainerCmd command, String image, String what) {
        return ask("making the container of " + what, () -> {
            try {
                return Optional.of(command.exec().getId());
            } catch (ConflictException _) {
                return Optional.empty();
            } catch (NotFoundException e) {
                throw new NoSuchImage(missing(image), e);
            } catch (BadRequestException e) {
                throw new PortFailure.Permanent(
                        "Could not make the container of " + what + ": " + words(e) + advice(e), e);
            }
        });
    }

    private static String advice(BadRequestException e) {
        return words(e).contains("source path does not exist")
                ? ". HOST_WORKSPACE_PATH must name the workspaces' folder as the engine sees it"
                : "";
    }

    /** What to say of an image that is not there. */
    static String missing(String image) {
        return "The Docker engine has no image " + image + ". Build Lucid's with: docker build -t "
                + DockerConfig.USUAL_IMAGE
                + " sandbox, or name another in SANDBOX_IMAGE and pull it; with SANDBOX_PULL=missing Lucid pulls it.";
    }

    /** Why a container says nothing, as a sentence; empty if others have ended it. */
    Optional<String> whySilent(String container) {
        return askAtOnce("looking at the container " + container, () -> {
            try {
                var made = asking.inspectContainerCmd(container).exec();

                return why(made.getState(), made.getImageId());
            } catch (NotFoundException _) {
                return Optional.empty();
            }
        });
    }

    private Optional<String> why(InspectContainerResponse.ContainerState state, String image) {
        if (Boolean.TRUE.equals(state.getRunning())) {
            return Optional.of(
                    "it runs, and its shell does not answer. Does the engine run on this machine, outside of a"
                            + " virtual one? Workspaces and pipes must be the same files for both");
        }
        var code = Objects.requireNonNullElse(state.getExitCodeLong(), 0L);

        return code == CANNOT_RUN || code == NOT_FOUND
                ? Optional.of("has the image a sh that runs on this machine's processor? It ended with " + code
                        + ", and the image is made for "
                        + asking.inspectImageCmd(image).exec().getArch())
                : Optional.empty();
    }

    /** Starts a container that was made. Fails with a transient failure if somebody removes it meanwhile. */
    void start(String container, String what) {
        ask("starting the container of " + what, () -> {
            try {
                client.startContainerCmd(container).exec();
            } catch (ConflictException | NotFoundException e) {
                if (e instanceof ConflictException || words(e).contains("No such container")) {
                    throw new PortFailure.Transient("The container of " + what + " was removed while it started", e);
                }
                throw e;
            }
            return container;
        });
    }

    /** Whether a container runs; one that is gone does not. */
    boolean runs(String container) {
        return askAtOnce("looking at the container " + container, () -> {
            try {
                return Boolean.TRUE.equals(
                        asking.inspectContainerCmd(container).exec().getState().getRunning());
            } catch (NotFoundException _) {
                return false;
            }
        });
    }

    /**
     * Kills and removes a container, if it is there. In steps, each of which waits for the one before: an engine of
     * version 20.10 that is told to remove a container which is just ending lists it for ever after.
     */
    void remove(String container) {
        ask("removing the container " + container, answering.plus(ENDING), () -> {
            try {
                kill(container);
                client.waitContainerCmd(container)
                        .exec(new WaitContainerResultCallback())
                        .awaitStatusCode(ENDING.toSeconds(), TimeUnit.SECONDS);
                client.removeContainerCmd(container)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException | ConflictException _) {
                // gone, or going
            }
            return container;
        });
    }

    private void kill(String container) {
        try {
            client.killContainerCmd(container).exec();
        } catch (ConflictException _) {
            // it does not run
        }
    }

    /** Freezes all that runs in a container. */
    void pause(String container) {
        askAtOnce("freezing the container " + container, () -> {
            asking.pauseContainerCmd(container).exec();
            return container;
        });
    }

    /** Lets it go on. */
    void unpause(String container) {
        askAtOnce("waking the container " + container, () -> {
            try {
                asking.unpauseContainerCmd(container).exec();
            } catch (ConflictException | NotModifiedException | NotFoundException _) {
                // it was not frozen, or is gone
            } catch (InternalServerErrorException e) {
                if (!words(e).contains("is not paused")) {
                    throw e;
                }
            }
            return container;
        });
    }

    /** Containers with these labels, also those that do not run. */
    List<Container> containers(Map<String, String> labels) {
        return askAtOnce(
                "listing sandboxes' containers",
                () -> asking.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(labels)
                        .exec());
    }

    private <T> T ask(String what, Supplier<T> call) {
        return ask(what, answering, call);
    }

    private <T> T askAtOnce(String what, Supplier<T> call) {
        return ask(what, answeringAtOnce, call);
    }

    private <T> T ask(String what, Duration limit, Supplier<T> call) {
        try {
            return calls.within(limit, call);
        } catch (TimeoutException e) {
            throw new PortFailure.Transient(
                    "Gave up " + what + " after " + limit.toSeconds() + " s: the Docker engine at " + address
                            + " does not answer. Is it well?",
                    e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing(what, e);
        } catch (PortFailure | NoSuchImage e) {
            throw e;
        } catch (DockerException e) {
            throw failure(what, e);
        } catch (DockerClientException e) {
            refuseInterrupted(what, e);
            throw new PortFailure.Transient("Failed " + what + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            refuseInterrupted(what, e);
            if (cause(e, IOException.class).isEmpty()) {
                throw e;
            }
            throw new PortFailure.Transient(
                    "Failed " + what + ": the Docker engine at " + address + " does not answer. Is it running?", e);
        }
    }

    private static void refuseInterrupted(String what, RuntimeException e) {
        cause(e, InterruptedException.class).ifPresent(interrupt -> {
            throw PortFailure.whileDoing(what, interrupt);
        });
    }

    /** The transport wraps what it throws. */
    private static <E extends Exception> Optional<E> cause(RuntimeException e, Class<E> kind) {
        return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    private static PortFailure failure(String what, DockerException e) {
        var message = "Failed " + what + ": " + words(e);

        return e.getHttpStatus() >= 500 ? new PortFailure.Transient(message, e) : new PortFailure.Permanent(message, e);
    }

    /** What the engine says, without the frame that it says it in. */
    static String words(DockerException e) {
        var message = e.getMessage() == null ? "" : e.getMessage();

        return message.replaceAll("(?s).*\"message\":\"(.*)\"}\\s*", "$1").strip();
    }

    @Override
    public void close() {
        try (client) {
            asking.close();
        } catch (IOException _) {
            // there is nothing left that could be lost
        }
    }
}
