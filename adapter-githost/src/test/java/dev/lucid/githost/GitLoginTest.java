package dev.lucid.githost;

import static dev.lucid.githost.Bench.BRANCH;
import static dev.lucid.githost.Bench.refusal;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.PushOutcome;
import dev.lucid.testkit.RaisableStop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A token that an origin is shown: by whom, to whom, and where it is never found. */
@Timeout(120)
class GitLoginTest {
    private static final String TOKEN = "ghp_0nly-F0r-The-Origin";
    private static final Optional<Secret> SHOWN = Optional.of(new Secret(TOKEN));
    private static final String PRIVATE = "http://git.test/private/origin.git";

    @TempDir
    private Path folder;

    private GitHttpServer server;
    private Bench bench;
    private TestGit origin;

    @BeforeEach
    void setUp() throws IOException {
        server = new GitHttpServer(folder);
        server.protectWith(TOKEN);
        bench = new Bench(folder, new GitSettings(folder.resolve("own"), Reach.WEB_ONLY, server.wayOut()));
        origin = bench.origin();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void aPrivateRepositoryIsClonedAndPushedToAndNoFileHoldsTheToken() throws IOException {
        String base = cloned(PRIVATE);
        Files.writeString(bench.workspace.resolve("work"), "done");
        var pushed = bench.push(PRIVATE, base, bench.bundle(base), SHOWN);

        assertThat(pushed).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(origin.run("show", BRANCH + ":work")).isEqualTo("done");
        assertThat(bench.inside().run("remote", "get-url", "origin")).isEqualTo(PRIVATE);
        assertThat(bench.progress).noneMatch(line -> line.contains(TOKEN));
        assertNoFileHoldsTheToken();
    }

    @Test
    void gitlabIsGivenTheUserThatItWants() {
        assertThat(clone("http://gitlab.test/private/origin.git")).isInstanceOf(CloneOutcome.Cloned.class);
    }

    @Test
    void withoutATokenAPrivateRepositoryAsksForOne() {
        assertThat(refusal(bench.clone(PRIVATE, Optional.empty()))).contains("asks for a login");
    }

    @Test
    void aRepositoryThatIsOpenIsShownNothing() {
        assertThat(clone("http://git.test/open/origin.git")).isInstanceOf(CloneOutcome.Cloned.class);
        assertThat(server.shown())
                .isNotEmpty()
                .allSatisfy(shown -> assertThat(shown.authorization()).isEmpty());
    }

    @Test
    void aTokenThatIsNotTakenIsNotRepeated() {
        server.protectWith("another");

        assertThat(refusal(clone(PRIVATE))).contains("does not take the token").doesNotContain(TOKEN);
    }

    @Test
    void aTokenThatMayOnlyReadIsToldApart() throws IOException {
        String address = "http://git.test/read-only/origin.git";
        String base = cloned(address);
        Files.writeString(bench.workspace.resolve("work"), "done");

        assertThat(refusal(bench.push(address, base, bench.bundle(base), SHOWN)))
                .contains("refuses this to the token")
                .doesNotContain(TOKEN);
    }

    @Test
    void aRedirectToAnotherHostTakesNoTokenAlong() {
        assertThat(refusal(clone("http://git.test/away/origin.git"))).doesNotContain(TOKEN);

        assertThat(server.shown())
                .filteredOn(shown -> shown.host().equals("other.test"))
                .isNotEmpty()
                .allSatisfy(shown -> assertThat(shown.authorization()).isEmpty());
    }

    @Test
    void aHostThatAsksFirstAndRedirectsThenLearnsNothingForTheOther() {
        server.redirectOnceKnown("http://other.test/login/origin.git");

        assertThat(refusal(clone("http://git.test/asking/origin.git"))).doesNotContain(TOKEN);

        assertThat(server.shown())
                .filteredOn(shown -> shown.host().equals("other.test"))
                .isNotEmpty()
                .allSatisfy(shown -> assertThat(shown.authorization()).isEmpty());
    }

    @Test
    void aRedirectWithinTheHostIsStillLetIn() {
        assertThat(clone("http://git.test/renamed/origin.git")).isInstanceOf(CloneOutcome.Cloned.class);
    }

    @Test
    void whatTheOriginRepeatsIsMasked() throws IOException {
        String base = cloned(PRIVATE);
        Files.writeString(bench.workspace.resolve("work"), "done");
        Path hook = folder.resolve("origin.git/hooks/pre-receive");
        Files.createDirectories(hook.resolveSibling(""));
        Files.writeString(hook, "#!/bin/sh\necho 'you showed " + TOKEN + "' >&2\nexit 1\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();

        assertThat(refusal(bench.push(PRIVATE, base, bench.bundle(base), SHOWN)))
                .contains("you showed ***")
                .doesNotContain(TOKEN);
    }

    @Test
    void noCommandLineHoldsTheTokenWhileACloneIsUnderWay() {
        var stop = new RaisableStop();
        var clone = Thread.ofVirtual()
                .start(() -> bench.clone("http://git.test/slow/origin.git", Optional.empty(), SHOWN, stop));
        await().until(() ->
                server.shown().stream().anyMatch(shown -> !shown.authorization().isEmpty()));

        List<String> commandLines = commandLines();
        stop.raise();

        assertThat(commandLines)
                .anyMatch(line -> line.contains("/slow/origin.git"))
                .noneMatch(line -> line.contains(TOKEN) || line.contains(encoded()));
        await().until(() -> !clone.isAlive());
    }

    private static List<String> commandLines() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .map(process -> content(process.resolve("cmdline")))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing, where a process has just ended. */
    private static String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private void assertNoFileHoldsTheToken() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(content(file)).doesNotContain(TOKEN, encoded()));
        }
    }

    private static String encoded() {
        return Base64.getEncoder().encodeToString(("x-access-token:" + TOKEN).getBytes(ISO_8859_1));
    }

    private String cloned(String address) {
        CloneOutcome outcome = clone(address);
        assertThat(outcome).isInstanceOf(CloneOutcome.Cloned.class);
        return ((CloneOutcome.Cloned) outcome).base();
    }

    private CloneOutcome clone(String address) {
        return bench.clone(address, Optional.empty(), SHOWN, StopSignal.never());
    }
}
