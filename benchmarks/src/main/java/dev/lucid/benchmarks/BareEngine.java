package dev.lucid.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.docker.DockerConfig;
import dev.lucid.docker.DockerProbe;
import dev.lucid.docker.DockerSandboxes;
import dev.lucid.docker.PoolConfig;
import dev.lucid.port.workspace.AllowedHosts;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Docker engine as those use it who know nothing of Lucid: by its own command line, and by its bare API. Its containers
 * are made of the tests' small image, as Lucid's are beside them.
 */
final class BareEngine {
    private static final String IMAGE = "lucid-test:small";
    private static final String ENGINE = DockerConfig.USUAL_ENGINE;
    private static final long LIMIT_SECONDS = 120;
    private static final String MADE =
            "{\"Image\":\"" + IMAGE + "\",\"Cmd\":[\"true\"],\"HostConfig\":{\"NetworkMode\":\"none\"}}";

    private BareEngine() {}

    /** What is in the way of measuring anything; empty if nothing is. */
    static Optional<String> missing() {
        return DockerProbe.obstacle(
                        new DockerConfig(Path.of("")).withEngine(ENGINE).withImage(IMAGE))
                .or(BareEngine::withoutCommand)
                .map(why -> "it needs a Docker engine, `docker` and the image " + IMAGE
                        + ", which build/engine start brings: " + why);
    }

    private static Optional<String> withoutCommand() {
        try {
            docker("version");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Lucid's own sandboxes on that engine. So many wait for sessions. */
    static DockerSandboxes sandboxes(Path workspaces, int waiting) {
        return new DockerSandboxes(
                new DockerConfig(workspaces).withImage(IMAGE),
                AllowedHosts.NONE,
                new PoolConfig(waiting, Optional.empty()));
    }

    /** {@code docker run} of a command that does nothing. */
    static void run() throws IOException {
        docker("run", "--rm", "--network", "none", IMAGE, "true");
    }

    /** Makes and starts the same container by the API alone; gives how many milliseconds that took. Removes it then. */
    static double createAndStart() throws IOException {
        var began = System.nanoTime();
        var id = ask("POST /containers/create", MADE).replaceAll("(?s).*\"Id\":\"([0-9a-f]+)\".*", "$1");
        ask("POST /containers/" + id + "/start", "");
        var took = (System.nanoTime() - began) / 1e6;
        ask("POST /containers/" + id + "/wait", "");
        ask("DELETE /containers/" + id, "");

        return took;
    }

    /** How many of Lucid's containers with workspaces in that folder run. */
    static long running(Path workspaces) throws IOException {
        var instance = Files.readString(workspaces.resolve(".lucid").resolve("instance"));

        return docker("ps", "--quiet", "--filter", "label=lucid.instance=" + instance)
                .lines()
                .count();
    }

    /** A container that waits for commands. */
    static final class Idle implements AutoCloseable {
        private final String id = docker("run", "--detach", "--network", "none", IMAGE, "sleep", "1000000");

        Idle() throws IOException {}

        /** {@code docker exec} of a command that does nothing. */
        void exec() throws IOException {
            docker("exec", id, "true");
        }

        @Override
        public void close() throws IOException {
            docker("rm", "--force", id);
        }
    }

    private static String docker(String... words) throws IOException {
        var command = new ArrayList<>(List.of("docker", "--host", ENGINE));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var said = process.inputReader(UTF_8)) {
            var text = String.join("\n", said.readAllLines()).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("docker " + words[0] + " failed: " + text);
            }

            return text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("docker " + words[0] + " was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** One request on a connection of its own, as that is the simplest; gives the whole answer. */
    private static String ask(String what, String body) throws IOException {
        var address = UnixDomainSocketAddress.of(Path.of(URI.create(ENGINE).getPath()));
        try (var channel = SocketChannel.open(address)) {
            var question =
                    what.replace(" /", " /v1.41/") + " HTTP/1.0\r\nHost: engine\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            channel.write(ByteBuffer.wrap(question.getBytes(UTF_8)));
            var answer = new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
            if (!answer.matches("(?s)HTTP/1\\.\\d 2.*")) {
                throw new IOException(what + " was answered " + answer);
            }

            return answer;
        }
    }
}
