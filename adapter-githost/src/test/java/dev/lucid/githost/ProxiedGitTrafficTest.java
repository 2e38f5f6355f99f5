package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.testkit.RaisableStop;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real git without any credential, as in a sandbox, before a real origin that wants one. */
@Timeout(120)
class ProxiedGitTrafficTest {
    private static final String TOKEN = "glpat-Never-In-The-Sandbox";
    private static final String PRIVATE = "http://git.test/private/origin.git";

    @TempDir
    private Path folder;

    private GitHttpServer server;
    private Bench bench;
    private TestGit origin;
    private ProxiedGitTraffic traffic;
    private TrafficServer mounted;

    @BeforeEach
    void setUp() throws IOException {
        server = new GitHttpServer(folder);
        server.protectWith(TOKEN);
        bench = new Bench(folder, new GitSettings(folder.resolve("own"), Reach.WEB_ONLY, server.wayOut()));
        origin = bench.origin();
        mount(PRIVATE, TrafficLimits.standard());
    }

    private void mount(String repository, TrafficLimits limits) throws IOException {
        traffic = new ProxiedGitTraffic(Bench::programs, bench.settings, limits);
        mounted = new TrafficServer(traffic, remote(repository));
    }

    private GitTraffic.Remote remote(String repository) {
        return new GitTraffic.Remote(bench.session, repository, Optional.of(new Secret(TOKEN)));
    }

    @AfterEach
    void close() throws IOException {
        mounted.close();
        traffic.close();
        server.close();
        assertThat(mounted.sent()).doesNotContain(TOKEN, encoded());
        assertThat(folder.resolve("own")
                        .resolve(bench.session.user().toString())
                        .toFile()
                        .list((_, name) -> !name.equals(bench.session.session() + ".git")))
                .isNullOrEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2"})
    void gitClonesFetchesAndPushesWithoutACredential(String version) throws IOException {
        TestGit work = clonedWith("protocol.version=" + version);
        work.run("checkout", "--quiet", "-b", "lucid/x");
        work.commit("work", "done");
        work.run("push", "--quiet", "origin", "lucid/x");
        assertThat(origin.run("show", "lucid/x:work")).isEqualTo("done");

        TestGit other = TestGit.init(folder.resolve("other")).commit("new", "new");
        other.run("push", "--quiet", origin.folder().toString(), "main:fresh");
        work.commit("work", "more");
        work.run("fetch", "--quiet", "origin");
        work.run("push", "--quiet", "origin", "lucid/x");

        assertThat(work.run("show", "origin/fresh:new")).isEqualTo("new");
        assertThat(origin.run("show", "lucid/x:work")).isEqualTo("more");
    }

    @Test
    void packedQuestionsAndLargePushesPass() throws IOException {
        String commits = "for n in $(seq 40); do"
                + " printf 'commit refs/heads/b%s\\ncommitter Ada <a@b> %s +0000\\ndata 1\\nx\\n' $n $n;"
                + " done | git fast-import --quiet";
        assertThat(origin.sh(commits)).isZero();
        TestGit work = cloned();
        assertThat(mounted.encodings()).contains("gzip");

        var bytes = new byte[3 * 1024 * 1024];
        new Random(7).nextBytes(bytes);
        work.run("checkout", "--quiet", "-b", "lucid/large");
        Files.write(work.folder().resolve("large"), bytes);
        work.run("add", "-A");
        work.run("commit", "--quiet", "-m", "Large");
        work.run("push", "--quiet", "origin", "lucid/large");

        assertThat(origin.branches()).containsKey("refs/heads/lucid/large");
    }

    @Test
    void onlyWhatIsNewIsSent() throws IOException {
        TestGit work = cloned();
        work.run("checkout", "--quiet", "-b", "lucid/x");
        work.commit("work", "done");

        assertThat(work.run("push", "--progress", "origin", "lucid/x")).contains("Writing objects: 100% (3/3)");
    }

    @Test
    void whatIsForcedRemovedOrNotLucidsIsRefused() throws IOException {
        TestGit work = cloned();
        work.run("checkout", "--quiet", "-b", "lucid/x");
        work.commit("work", "done");
        work.run("push", "--quiet", "origin", "lucid/x");
        var before = origin.branches();
        work.run("commit", "--quiet", "--amend", "-m", "Other");

        assertThat(failed(work, "push origin +lucid/x")).contains("non-fast-forward");
        assertThat(failed(work, "push --force origin HEAD:main")).contains("Lucid takes branches of the form");
        assertThat(failed(work, "push origin HEAD:refs/heads/feature")).contains("Lucid takes branches of the form");
        assertThat(failed(work, "push origin HEAD:refs/tags/lucid/x")).contains("Lucid takes branches of the form");
        assertThat(failed(work, "push origin :lucid/x")).contains("Lucid removes no branch");
        assertThat(failed(work, "push origin HEAD:lucid/y HEAD:lucid/z")).contains("one branch at a time");

        assertThat(origin.branches()).isEqualTo(before);
        work.run("push", "--quiet", "origin", "HEAD:lucid/z");
        assertThat(origin.branches()).containsKey("refs/heads/lucid/z");
    }

    @Test
    void aBranchThatMovedAtTheOriginIsNotOverwritten() throws IOException {
        TestGit work = cloned();
        work.run("checkout", "--quiet", "-b", "lucid/x");
        work.commit("work", "done");
        work.run("push", "--quiet", "origin", "lucid/x");
        TestGit other = new TestGit(folder.resolve("source"));
        other.commit("theirs", "theirs");
        other.run("push", "--quiet", "--force", origin.folder().toString(), "main:lucid/x");
        work.commit("work", "more");

        assertThat(failed(work, "push origin lucid/x")).contains("Lucid never forces");
        assertThat(origin.run("show", "lucid/x:theirs")).isEqualTo("theirs");
    }

    @Test
    void whatTheOriginRefusesTheClientHearsAndCanTryAgain() throws IOException {
        Path hook = folder.resolve("origin.git/hooks/pre-receive");
        Files.createDirectories(hook.resolveSibling(""));
        Files.writeString(hook, "#!/bin/sh\necho 'the rule of this house' >&2\nexit 1\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        TestGit work = cloned();
        work.run("checkout", "--quiet", "-b", "lucid/x");
        work.commit("work", "done");

        assertThat(failed(work, "push origin lucid/x")).contains("the rule of this house");
        assertThat(own().branches()).doesNotContainKey("refs/heads/lucid/x");
        Files.delete(hook);
        work.run("push", "--quiet", "origin", "lucid/x");

        assertThat(own().branches()).containsEntry("refs/heads/lucid/x", work.run("rev-parse", "HEAD"));
        assertThat(origin.branches()).containsEntry("refs/heads/lucid/x", work.run("rev-parse", "HEAD"));
    }

    @Test
    void dangerousObjectsAreRefused() throws IOException {
        TestGit work = cloned();
        work.run("checkout", "--quiet", "-b", "lucid/x");
        byte[] id = HexFormat.of().parseHex(work.run("rev-parse", "HEAD^{tree}"));
        String entry = "40000 .git\0" + new String(id, ISO_8859_1);
        Path tree = Files.writeString(folder.resolve("tree"), entry, ISO_8859_1);
        String bad = work.run("hash-object", "-t", "tree", "-w", "--literally", tree.toString());
        String commit = work.run("commit-tree", bad, "-m", "Bad");

        assertThat(failed(work, "push origin " + commit + ":refs/heads/lucid/x"))
                .containsAnyOf("fsck", "unpack");
        assertThat(origin.branches()).doesNotContainKey("refs/heads/lucid/x");
    }

    @Test
    void anOriginThatDoesNotTakeTheTokenIsSaidSo() throws IOException {
        server.protectWith("another");

        assertThat(failed(TestGit.init(folder.resolve("x")), "ls-remote " + mounted.address()))
                .contains("does not take the token");
        assertThat(mounted.sent().toLowerCase(java.util.Locale.ROOT)).doesNotContain("www-authenticate");
    }

    @Test
    void theTokenGoesToNoOtherHostAndARenamedRepositoryIsFound() throws IOException {
        mounted.close();
        traffic.close();
        mount("http://git.test/away/origin.git", TrafficLimits.standard());
        assertThat(failed(TestGit.init(folder.resolve("x")), "ls-remote " + mounted.address()))
                .contains("returned error: 502");
        assertThat(server.shown()).noneMatch(shown -> shown.host().equals("other.test"));

        mounted.close();
        traffic.close();
        mount("http://git.test/renamed/origin.git", TrafficLimits.standard());
        assertThat(cloned().branches()).containsKey("refs/heads/main");
    }

    @Test
    void aRequestThatIsTooLargeIsRefusedAndLeavesNothing() throws IOException {
        mounted.close();
        traffic.close();
        mount(PRIVATE, new TrafficLimits(Duration.ofMinutes(1), 50, 200));
        TestGit work = TestGit.init(folder.resolve("work")).commit("a", "a");

        assertThat(failed(work, "push " + mounted.address() + " HEAD:lucid/x")).contains("413");
        assertThat(failed(work, "fetch " + mounted.address())).contains("413");
    }

    @Test
    void whatIsAskedTakesNoMemoryHoweverSlowlyItComes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var large = new FilterInputStream(InputStream.nullInputStream()) {
            private int left = 8 * 1024 * 1024;

            @Override
            public int read(byte[] into, int from, int most) {
                int read = Math.min(left, most);
                left -= read;
                return read == 0 ? -1 : read;
            }
        };
        var request = new GitTraffic.Request(
                "POST", "/git-upload-pack", "", Map.of("content-type", "application/x-git-upload-pack-request"), large);
        long before = threads.getCurrentThreadAllocatedBytes();
        var answer = traffic.answer(remote("http://git.test/broken/origin.git"), request, StopSignal.never());

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 * 1024 * 1024);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(server.requests()).contains("POST /broken/origin.git/git-upload-pack");
        assertThat(folder.resolve("own").toFile().list()).isNullOrEmpty();
    }

    @Test
    void anAnswerThatStallsIsCut() throws IOException {
        try (var hasty = new ProxiedGitTraffic(
                        Bench::programs, bench.settings, new TrafficLimits(Duration.ofMillis(300), 100, 100));
                InputStream body = references(hasty, "http://git.test/stall/origin.git", StopSignal.never())
                        .body()) {
            assertThat(body.read()).isEqualTo('0');
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aStopEndsAnAnswerThatStallsAndOneThatNeverBegins() throws IOException {
        var stop = new RaisableStop();
        try (InputStream body =
                references(traffic, "http://git.test/stall/origin.git", stop).body()) {
            assertThat(body.read()).isEqualTo('0');
            stop.raise();
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
        var second = new RaisableStop();
        Thread.ofVirtual().start(() -> {
            await().until(() -> server.requests().contains("GET /hang/origin.git/info/refs"));
            second.raise();
        });
        assertThat(references(traffic, "http://git.test/hang/origin.git", second)
                        .status())
                .isEqualTo(502);
    }

    @Test
    void oneSessionWritesOneAfterTheOther() throws IOException {
        references(traffic, PRIVATE, StopSignal.never()).body().close();
        var end = new PipedOutputStream();
        try (var slow = new PipedInputStream(end)) {
            var first = Thread.ofVirtual().start(() -> write(slow));
            end.write("00".getBytes(ISO_8859_1));
            await().until(() -> Files.exists(own().folder()
                    .resolveSibling(own().folder().getFileName() + ".receiving")
                    .resolve("request")));

            assertThat(write(new ByteArrayInputStream("0000".getBytes(ISO_8859_1)))
                            .status())
                    .isEqualTo(409);
            end.write("00".getBytes(ISO_8859_1));
            end.close();
            await().until(() -> !first.isAlive());
        }
        assertThat(write(new ByteArrayInputStream("0000".getBytes(ISO_8859_1))).status())
                .isEqualTo(200);
    }

    private GitTraffic.Answer write(InputStream body) {
        return traffic.answer(
                remote(PRIVATE),
                new GitTraffic.Request(
                        "POST",
                        "/git-receive-pack",
                        "",
                        Map.of("content-type", "application/x-git-receive-pack-request"),
                        body),
                StopSignal.never());
    }

    private GitTraffic.Answer references(GitTraffic asked, String repository, dev.lucid.port.StopSignal stop) {
        return asked.answer(
                remote(repository),
                new GitTraffic.Request(
                        "GET", "/info/refs", "service=git-upload-pack", Map.of(), InputStream.nullInputStream()),
                stop);
    }

    private TestGit own() {
        return new TestGit(folder.resolve("own")
                .resolve(bench.session.user().toString())
                .resolve(bench.session.session() + ".git"));
    }

    private TestGit cloned() {
        return clonedWith("protocol.version=2");
    }

    private TestGit clonedWith(String setting) {
        Path work = folder.resolve("work");
        new TestGit(folder).run("-c", setting, "clone", "--quiet", "-c", setting, mounted.address(), work.toString());

        return new TestGit(work);
    }

    /** What git says when it fails, as it must. */
    private static String failed(TestGit git, String arguments) {
        try {
            git.run(arguments.split(" "));
        } catch (AssertionError e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("git " + arguments + " should have failed");
    }

    private static String encoded() {
        return Base64.getEncoder().encodeToString(("x-access-token:" + TOKEN).getBytes(ISO_8859_1));
    }
}
