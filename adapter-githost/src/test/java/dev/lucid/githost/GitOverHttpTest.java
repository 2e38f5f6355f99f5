package dev.lucid.githost;

import static dev.lucid.githost.Bench.BRANCH;
import static dev.lucid.githost.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.PushOutcome;
import dev.lucid.testkit.RaisableStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class GitOverHttpTest {
    @TempDir
    private Path folder;

    private GitHttpServer server;
    private Bench bench;
    private TestGit origin;

    @BeforeEach
    void setUp() throws IOException {
        server = new GitHttpServer(folder);
        bench = bench(Duration.ofMinutes(1));
        origin = bench.origin();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aRepositoryOfAServerIsClonedAndPushedToThroughTheProxy() throws IOException {
        String address = "http://git.test/open/origin.git";

        var cloned = bench.clone(address, Optional.empty());
        assertThat(cloned).isEqualTo(new CloneOutcome.Cloned("main", origin.run("rev-parse", "main")));
        String base = origin.run("rev-parse", "main");
        Files.writeString(bench.workspace.resolve("work"), "done");
        var pushed = bench.push(address, base, bench.bundle(base));

        assertThat(pushed).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(origin.run("show", BRANCH + ":work")).isEqualTo("done");
        assertThat(bench.inside().run("remote", "get-url", "origin")).isEqualTo(address);
        assertThat(server.requests()).contains("POST /open/origin.git/git-receive-pack");
    }

    @Test
    void theProxysSecretIsWrittenNowhere() throws IOException {
        bench.clone("http://git.test/open/origin.git", Optional.empty());
        String complaint = refusal(bench("again").clone("http://git.test/login/origin.git", Optional.empty()));

        assertThat(complaint).doesNotContain(GitHttpServer.PASSWORD);
        assertThat(bench.progress).noneMatch(line -> line.contains(GitHttpServer.PASSWORD));
        assertThat(bench.settings.toString()).doesNotContain(GitHttpServer.PASSWORD);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(
                                    new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                            .doesNotContain(GitHttpServer.PASSWORD));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://git.test/login/a.git, asks for a login",
        "http://git.test/closed/a.git, refuses access",
        "http://git.test/missing/a.git, no git repository at",
        "http://git.test/open/nothing.git, no git repository at",
        "http://git.test/broken/a.git, can't be reached",
        "http://git.test/elsewhere/a.git, failed while cloning",
        "https://git.test/a.git, can't be reached"
    })
    void eachWayAServerCanSayNoHasItsOwnMessage(String address, String message) {
        assertThat(refusal(bench.clone(address, Optional.empty())))
                .contains(message)
                .contains(address);
    }

    @Test
    void aProxyThatIsGoneIsAnUnreachableServer() {
        server.close();

        assertThat(refusal(bench.clone("http://git.test/open/origin.git", Optional.empty())))
                .contains("can't be reached");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        assertThat(refusal(bench(Duration.ofSeconds(1)).clone("http://git.test/hang/a.git", Optional.empty())))
                .contains("took too long");
    }

    @Test
    void aStopEndsACloneThatHangs() {
        var stop = new RaisableStop();
        Thread.ofVirtual().start(() -> {
            await().until(() -> !server.requests().isEmpty());
            stop.raise();
        });

        assertThat(bench.clone("http://git.test/hang/a.git", Optional.empty(), stop))
                .isEqualTo(new CloneOutcome.Stopped());
        assertThat(bench.workspace).doesNotExist();
    }

    @Test
    void aServerOfManyTakesTheWebOnly() throws IOException {
        var settings = new GitSettings(folder.resolve("own"), Reach.WEB_ONLY, server.wayOut());
        var many = new Bench(folder.resolve("many"), settings);

        assertThat(refusal(many.clone(origin))).contains("https addresses only");
        assertThat(many.clone("http://git.test/open/origin.git", Optional.empty()))
                .isInstanceOf(CloneOutcome.Cloned.class);
    }

    private Bench bench(Duration cloneLimit) {
        return new Bench(folder, settings("own", cloneLimit));
    }

    private Bench bench(String name) {
        return new Bench(folder.resolve(name), settings(name, Duration.ofMinutes(1)));
    }

    private GitSettings settings(String own, Duration cloneLimit) {
        return new GitSettings(
                folder.resolve(own),
                Reach.ALSO_THIS_MACHINE,
                server.wayOut(),
                Optional.empty(),
                cloneLimit,
                Duration.ofMinutes(1));
    }
}
