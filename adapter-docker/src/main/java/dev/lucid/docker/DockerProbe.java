package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
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

    /** What is in the way, for a person; empty if an engine answers at that address and has the image. */
    public static Optional<String> obstacle(String engine, String image) {
        var status = status(engine, image);
        if (status.contains(" 200 ")) {
            return Optional.empty();
        }

        return Optional.of(
                status.contains(" 404 ")
                        ? DockerEngine.missing(image)
                        : "No Docker engine answers at " + engine + " that this user may speak to.");
    }

    /** The first line of the engine's answer to a question for the image; empty if it gives none. */
    private static String status(String engine, String image) {
        var answer = new CompletableFuture<String>();
        try (var channel = SocketChannel.open(
                UnixDomainSocketAddress.of(Path.of(URI.create(engine).getPath())))) {
            Thread.ofVirtual().start(() -> ask(channel, image, answer));

            return answer.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException | IllegalArgumentException | ExecutionException | TimeoutException _) {
            return "";
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("asking the Docker engine at " + engine, e);
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
