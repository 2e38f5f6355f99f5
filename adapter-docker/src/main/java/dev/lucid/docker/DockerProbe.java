package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds out in a moment whether sandboxes could be containers here: nothing is loaded or kept for it. */
public final class DockerProbe {
    private static final long LIMIT_MILLIS = 2_000;
    private static final int ENOUGH = 64;

    private DockerProbe() {}

    /** What is in the way, for a person; empty if the engine answers, and has the image or is to pull it. */
    public static Optional<String> obstacle(DockerConfig config) {
        try {
            var status = status(config);
            if (status.contains(" 200 ")) {
                return Optional.empty();
            }
            if (status.contains(" 404 ")) {
                return Optional.of(DockerEngine.missing(config.image()))
                        .filter(_ -> config.pull() == DockerConfig.Pull.NEVER);
            }

            return Optional.of("What listens at " + config.engine() + " does not answer as a Docker engine does: "
                    + status.lines().findFirst().orElse("it says nothing") + ".");
        } catch (TimeoutException _) {
            return Optional.of("The Docker engine at " + config.engine()
                    + " does not answer. See whether docker version" + " does, and start the engine again if not.");
        } catch (IOException e) {
            return Optional.of(words(config.engine(), e));
        }
    }

    /** Whether the engine answers that it has no such image. */
    public static boolean lacksImage(DockerConfig config) {
        try {
            return status(config).contains(" 404 ");
        } catch (IOException | TimeoutException _) {
            return false;
        }
    }

    private static String words(String engine, IOException e) {
        if (!Files.exists(socket(engine))) {
            return "There is no Docker engine at " + engine
                    + ". Install one and start it, or name its socket in DOCKER_HOST.";
        }

        return String.valueOf(e.getMessage()).contains("ermission")
                ? "This user may not speak to the Docker engine at " + engine
                        + ". Who is in the group of that socket may, and rules the machine by it: sudo usermod -aG docker"
                        + " NAME, then log in again."
                : "The Docker engine that listened at " + engine + " is gone. Start it: sudo systemctl start docker.";
    }

    private static Path socket(String engine) {
        return Path.of(URI.create(engine).getPath());
    }

    /** The first line of the engine's answer to a question for the image. */
    private static String status(DockerConfig config) throws IOException, TimeoutException {
        var answer = new CompletableFuture<String>();
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket(config.engine())))) {
            Thread.ofVirtual().start(() -> ask(channel, config.image(), answer));

            return answer.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("asking the Docker engine at " + config.engine(), e);
        }
    }

    private static void ask(SocketChannel channel, String image, CompletableFuture<String> answer) {
        var question = "GET /v" + DockerEngine.API + "/images/" + image + "/json HTTP/1.0\r\nHost: engine\r\n\r\n";
        var start = ByteBuffer.allocate(ENOUGH);
        try {
            channel.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII)));
            while (start.hasRemaining() && channel.read(start) >= 0) {
                // the status is among its first bytes
            }
            answer.complete(new String(start.array(), 0, start.position(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
    }
}
