package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.docker.DockerConfig.Pull;
import dev.lucid.port.PortFailure;
import dev.lucid.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine's own engine pulls from a registry beside it, which does well or badly. */
@Timeout(120)
class ImagePullTest {
    private static final int LARGE = 4 << 20;
    private static final ImagePull.Pace PACE =
            new ImagePull.Pace(Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ZERO);

    @TempDir
    private static Path base;

    private static LoopbackRegistry registry;
    private static DockerEngine engine;
    private static TestLayer system;

    private final List<String> said = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void make() throws Exception {
        registry = new LoopbackRegistry(TestCertificate.forLocalhost(base));
        engine = new DockerEngine(DockerConfig.USUAL_ENGINE);
        var saved = new ProcessBuilder(
                        "sh", "-c", "docker save " + Subjects.IMAGE + " | tar -xO --wildcards '*/layer.tar'")
                .redirectError(base.resolve("saving.log").toFile())
                .start();
        system = TestLayer.of(saved.getInputStream().readAllBytes());
    }

    @AfterAll
    static void close() throws Exception {
        registry.close();
        engine.close();
        docker("docker rmi -f $(docker images -q --filter reference='" + registry.reference("*") + "')");
    }

    private static void docker(String command) throws Exception {
        new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(base.resolve("docker.log").toFile())
                .start()
                .waitFor();
    }

    @Test
    void anImageThatIsMissingIsPulledWhenItIsNeededOnceForAllWhoWait() throws Exception {
        registry.publish("tools", "amd64", List.of(system, TestLayer.unheardOf(100)));
        var image = registry.reference("tools");
        var config = Subjects.config(base.resolve("workspaces")).withImage(image);
        assertThatThrownBy(() -> new DockerSandboxes(config))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContainingAll("no image " + image, "SANDBOX_PULL=missing");
        assertThat(DockerProbe.obstacle(config)).isPresent();

        var pulling = config.withPull(Pull.MISSING);
        assertThat(DockerProbe.obstacle(pulling)).isEmpty();
        try (var sandboxes = new DockerSandboxes(pulling);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var one = sandboxes.open(newSession());
                var other = sandboxes.open(newSession())) {
            assertThat(DockerProbe.lacksImage(pulling)).isFalse();
            docker("docker rmi -f " + image);
            assertThat(DockerProbe.lacksImage(pulling)).isTrue();
            var first = threads.submit(() -> outputOf(one, "echo one"));
            var second = threads.submit(() -> outputOf(other, "echo other"));

            assertThat(first.get()).isEqualTo("one\n");
            assertThat(second.get()).isEqualTo("other\n");
        }
        assertThat(registry.asked("GET /v2/tools/manifests/latest")).isLessThanOrEqualTo(3);
    }

    @Test
    void whoAsksMeanwhileWaitsForTheSamePullAndWhatBreaksOffGoesOn() throws Exception {
        registry.publish("cut", "amd64", List.of(TestLayer.unheardOf(LARGE)));
        registry.cutOnce();
        var images = images("cut", PACE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> images.pull("first", () -> false));
            var second = threads.submit(() -> images.pull("second", () -> false));
            first.get();
            second.get();
        }

        assertThat(engine.imageId(registry.reference("cut"))).isPresent();
        assertThat(registry.asked("bytes=")).isEqualTo(1);
        assertThat(said).filteredOn(words -> words.contains("may take")).hasSize(1);
        assertThat(said).anyMatch(words -> words.contains("layers are there"));
        assertThat(said.getLast()).contains("is there, after");
    }

    @Test
    void anImageIsNamedByItsDigestToo() throws IOException {
        var digest = registry.publish("pinned", "amd64", List.of(TestLayer.unheardOf(10)));
        for (var name : List.of("pinned@" + digest, "pinned:latest@" + digest)) {
            var images = images(name, PACE);

            assertThat(images.present()).startsWith("sha256:");
        }
        assertThat(DockerProbe.lacksImage(config("pinned@" + digest))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "404, MANIFEST_UNKNOWN, Permanent, SANDBOX_IMAGE",
        "401, UNAUTHORIZED, Permanent, docker login",
        "403, DENIED, Permanent, docker login",
        "429, TOOMANYREQUESTS, Transient, wait a while",
    })
    void whatARegistryRefusesIsSaidWithWhatToDo(int status, String code, String kind, String advice)
            throws IOException {
        var name = "refused" + status;
        registry.publish(name, "amd64", List.of(TestLayer.unheardOf(10)));
        registry.refuseManifest(name, status, code);

        assertFails(name, kind, advice);
    }

    @Test
    void aLayerThatIsLostIsSaidToo() throws IOException {
        var layer = TestLayer.unheardOf(10);
        registry.publish("lost", "amd64", List.of(layer));
        registry.lose("lost", layer);

        assertFails("lost", "Permanent", "SANDBOX_IMAGE");
    }

    @Test
    void aRegistryThatIsNotThereMayBeAskedAgain() {
        var images = new Images(engine, config("x").withImage("127.0.0.1:1/x"), PACE, said::add);

        assertThatThrownBy(images::present)
                .isInstanceOf(PortFailure.Transient.class)
                .hasMessageContainingAll("127.0.0.1:1/x", "reaches that registry");
    }

    private void assertFails(String name, String kind, String advice) {
        assertThatThrownBy(() -> images(name, PACE).present())
                .isInstanceOf(PortFailure.class)
                .satisfies(failure ->
                        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind))
                .hasMessageContainingAll(registry.reference(name), advice);
    }

    @Test
    void whenNobodyWaitsAnyMoreThePullEnds() throws Exception {
        registry.publish("slow", "amd64", List.of(TestLayer.unheardOf(2 * LARGE)));
        registry.hold(2);
        var images = images("slow", PACE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> images.pull("first", () -> false));
            var second = threads.submit(() -> images.pull("second", () -> false));
            await().until(() -> registry.held() > 0);
            images.giveUp("first");
            assertStopped(first);
            assertThat(second).isNotDone();
            images.giveUp("second");
            assertStopped(second);
            registry.goOn();
            await().until(() -> registry.brokenOff() > 0);
            assertThat(engine.imageId(registry.reference("slow"))).isEmpty();

            assertThatThrownBy(() -> images.pull("late", () -> true)).hasMessageContaining("stopped");
            images.pull("third", () -> false);
            assertThat(engine.imageId(registry.reference("slow"))).isPresent();
        } finally {
            registry.goOn();
        }
    }

    @Test
    void silenceEndsAPullAndSoDoesClosing() throws Exception {
        registry.publish("silent", "amd64", List.of(TestLayer.unheardOf(2 * LARGE)));
        registry.hold(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hasty =
                    images("silent", new ImagePull.Pace(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ZERO));
            assertThatThrownBy(hasty::present)
                    .isInstanceOf(PortFailure.Transient.class)
                    .hasMessageContaining("nothing came");
            registry.hold(1);
            var patient = images("silent", PACE);
            var waiting = threads.submit(() -> patient.pull("somebody", () -> false));
            await().until(() -> registry.held() > 0);
            patient.close();
            assertStopped(waiting);
            assertThatThrownBy(() -> patient.pull("another", () -> false)).hasMessageContaining("stopped");
        } finally {
            registry.goOn();
        }
    }

    @Test
    void anImageWithoutAShellIsRefusedSoonAndItIsSaidWhatItIsMadeFor() throws IOException {
        registry.publish("bare", "arm64", List.of(TestLayer.unheardOf(10)));

        assertThatThrownBy(() -> new DockerSandboxes(config("bare")).close())
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContainingAll(registry.reference("bare"), "has the image a sh", "arm64");
    }

    private static void assertStopped(Future<?> waiting) {
        assertThatThrownBy(waiting::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(PortFailure.Transient.class)
                .hasMessageContaining("stopped");
    }

    @ParameterizedTest
    @CsvSource({
        "write /var/lib/docker/tmp/x: no space left on device, Permanent, docker system prune",
        "no matching manifest for linux/arm64/v8 in the manifest list entries, Permanent, processor",
        "dial tcp: lookup registry.example.org: no such host, Transient, proxy",
        "tls: failed to verify certificate: x509: certificate signed by unknown authority, Permanent, trust",
        "repository name not known to registry, Permanent, SANDBOX_IMAGE",
        "unknown blob, Permanent, SANDBOX_IMAGE",
        "unknown, Transient, unknown",
        "something new, Transient, something new",
    })
    void whatTheEngineSaysIsTakenForWhatItIs(String words, String kind, String advice) {
        var failure = PullFailures.of("eof/not-found:429", "eof/not-found:429 " + words);

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure).hasMessageContaining(advice);
    }

    @Test
    void whatIsSignedInAnAddressIsNotRepeated() {
        assertThat(PullFailures.of("x", "GET https://store.example.org/blob?X-Signature=abc&y=z: unexpected EOF"))
                .hasMessageContaining("https://store.example.org/blob unexpected EOF")
                .hasMessageNotContainingAny("abc", "y=z");
    }

    private static DockerConfig config(String name) {
        return Subjects.config(base.resolve("unused"))
                .withImage(registry.reference(name))
                .withPull(Pull.MISSING);
    }

    private Images images(String name, ImagePull.Pace pace) {
        return new Images(engine, config(name), pace, said::add);
    }
}
