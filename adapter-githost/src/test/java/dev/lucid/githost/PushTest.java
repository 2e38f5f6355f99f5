package dev.lucid.githost;

import static dev.lucid.githost.Bench.BRANCH;
import static dev.lucid.githost.Bench.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.port.change.Repositories;
import dev.lucid.port.change.Repositories.PushOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PushTest {
    private static final String REFERENCE = "refs/heads/" + BRANCH;

    @TempDir
    private Path folder;

    private Bench bench;
    private TestGit origin;
    private Map<String, String> before;
    private String base;

    @BeforeEach
    void setUp() throws IOException {
        bench = new Bench(folder);
        origin = bench.origin();
        before = origin.branches();
        base = bench.cloned(origin);
    }

    @Test
    void workComesOutOnItsBranchWithAuthorAndTrailer() throws IOException {
        write("src/a.txt", "b\n");
        write("new file.txt", "new\n");

        var outcome = push();

        String tip = origin.run("rev-parse", BRANCH.value());
        assertThat(outcome).isInstanceOfSatisfying(PushOutcome.Pushed.class, pushed -> {
            assertThat(pushed.commit()).isEqualTo(tip);
            assertThat(pushed.diff()).contains("--- a/src/a.txt\n+++ b/src/a.txt\n", "-a\n+b\n", "+++ b/new file.txt");
        });
        assertThat(origin.run("log", "-1", "--format=%an <%ae>%n%cn%n%s%n%(trailers)", tip))
                .isEqualTo("Grace O'Hopper <grace@example.org>\nLucid\nMake it pass\nLucid-Chat: " + Bench.CHAT);
        assertOnlyTheBranchIsNew();
    }

    @Test
    void theAgentsOwnCommitsNameTheChatToo() throws IOException {
        write("a", "1");
        bench.inside().run("add", "-A");
        bench.inside().run("commit", "--quiet", "-m", "By the agent");

        assertThat(push()).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(origin.run("log", "-1", "--format=%s|%(trailers:key=Lucid-Chat,valueonly)", BRANCH.value()))
                .isEqualTo("By the agent|" + Bench.CHAT);
    }

    @Test
    void laterWorkGoesOnTop() throws IOException {
        write("a", "1");
        push();
        write("a", "2");

        assertThat(push())
                .isInstanceOfSatisfying(
                        PushOutcome.Pushed.class,
                        pushed -> assertThat(pushed.diff()).contains("+2"));
        assertThat(origin.run("rev-list", "--count", base + ".." + BRANCH)).isEqualTo("2");
    }

    @Test
    void pushingTheSameAgainIsFine() throws IOException {
        write("a", "1");
        byte[] bundle = bench.bundle(base);

        var first = bench.push(origin, base, bundle);
        var second = bench.push(origin, base, bundle);

        assertThat(second).isInstanceOf(PushOutcome.Pushed.class).isEqualTo(first);
    }

    @Test
    void noChangeIsNothingToPack() {
        assertThat(bench.inside().sh(bench.pack(base).script())).isEqualTo(Repositories.NOTHING_TO_PACK);
    }

    @Test
    void workOnAnotherBranchOfTheAgentsComesOutOnLucids() throws IOException {
        bench.inside().run("checkout", "--quiet", "-b", "feature");
        write("a", "1");

        assertThat(push()).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(origin.run("show", BRANCH + ":a")).isEqualTo("1");
        assertOnlyTheBranchIsNew();
    }

    @Test
    void lookingAtTheBaseLosesNoWork() throws IOException {
        write("a", "1");
        bench.inside().run("add", "-A");
        bench.inside().run("commit", "--quiet", "-m", "x");
        bench.inside().run("checkout", "--quiet", base);

        assertThat(push()).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(origin.run("show", BRANCH + ":a")).isEqualTo("1");
    }

    @Test
    void twoBranchesThatDifferAreNotGuessedAbout() throws IOException {
        write("a", "1");
        bench.inside().run("add", "-A");
        bench.inside().run("commit", "--quiet", "-m", "x");
        bench.inside().run("checkout", "--quiet", "-b", "feature", base);
        write("b", "2");

        assertThat(bench.inside().sh(bench.pack(base).script())).isEqualTo(1);
    }

    @Test
    void rewrittenHistoryIsRefusedAndMovesNothing() throws IOException {
        write("a", "1");
        push();
        String pushed = origin.run("rev-parse", BRANCH.value());
        bench.inside().run("commit", "--quiet", "--amend", "-m", "Rewritten");

        assertThat(refusal(push())).contains("rewritten").contains("never forces");
        assertThat(origin.run("rev-parse", BRANCH.value())).isEqualTo(pushed);
    }

    @Test
    void aBranchWithOtherCommitsAtTheOriginIsNeverOverwritten() throws IOException {
        var source = new TestGit(folder.resolve("source")).commit("theirs", "x");
        source.run("push", "--quiet", origin.folder().toString(), "HEAD:" + REFERENCE);
        String theirs = origin.run("rev-parse", BRANCH.value());
        write("a", "1");

        assertThat(refusal(push())).contains("holds other commits");
        assertThat(origin.run("rev-parse", BRANCH.value())).isEqualTo(theirs);
    }

    @Test
    void theOriginsOwnRulesAreRespectedAndTold() throws IOException {
        Path hook = origin.folder().resolve("hooks/update");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\necho 'only on Sundays' >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        write("a", "1");

        assertThat(refusal(push())).contains("refused the branch").contains("only on Sundays");
        assertThat(origin.branches()).isEqualTo(before);
    }

    @Test
    void anOriginThatIsGoneIsAFailureWithAReason() throws IOException {
        write("a", "1");
        byte[] bundle = bench.bundle(base);
        Files.move(origin.folder(), folder.resolve("elsewhere"));

        assertThat(refusal(bench.push(origin, base, bundle))).contains("There is no folder");
    }

    @Test
    void aLostCopyOfLucidsOwnIsFetchedAgain() throws IOException {
        write("a", "1");
        bench.repositories.discard(bench.session);

        assertThat(push()).isInstanceOf(PushOutcome.Pushed.class);
        assertOnlyTheBranchIsNew();
    }

    @Test
    void aWorkingCopyAsOriginKeepsItsCheckoutAndGetsTheBranch() throws IOException {
        var working = TestGit.init(folder.resolve("working")).commit("a", "a");
        var own = new Bench(folder.resolve("second"));
        String start = own.cloned(working);
        Files.writeString(own.workspace.resolve("a"), "b");

        assertThat(own.push(working, start, own.bundle(start))).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(working.run("status", "--porcelain", "--branch")).isEqualTo("## main");
        assertThat(working.run("show", BRANCH + ":a")).isEqualTo("b");
    }

    @Test
    void aBranchThatIsCheckedOutAtTheOriginIsLeftAlone() throws IOException {
        var working = TestGit.init(folder.resolve("working")).commit("a", "a");
        var own = new Bench(folder.resolve("second"));
        String start = own.cloned(working);
        Files.writeString(own.workspace.resolve("a"), "b");
        own.push(working, start, own.bundle(start));
        working.run("checkout", "--quiet", BRANCH.value());
        working.run("config", "receive.denyCurrentBranch", "updateInstead");
        Files.writeString(own.workspace.resolve("a"), "c");

        assertThat(refusal(own.push(working, start, own.bundle(start)))).contains("is checked out at");
        assertThat(working.folder().resolve("a")).hasContent("b");
    }

    @Test
    void aHugeDiffIsCutAtALine() throws IOException {
        write("big", "0123456789\n".repeat(50_000));

        assertThat(push())
                .isInstanceOfSatisfying(
                        PushOutcome.Pushed.class,
                        pushed -> assertThat(pushed.diff())
                                .hasSizeLessThan(140_000)
                                .endsWith("\n+0123456789\n… (the rest is left out)\n"));
    }

    @Test
    void bytesAndOddNamesDoNotBreakTheDiff() throws IOException {
        Files.write(bench.workspace.resolve("binary"), new byte[] {0, 1, 2, (byte) 0xff});
        write("tab\tname", "x");
        write("-dash", "x");

        assertThat(push())
                .isInstanceOfSatisfying(
                        PushOutcome.Pushed.class,
                        pushed -> assertThat(pushed.diff())
                                .contains("Binary files /dev/null and b/binary differ", "b/-dash"));
    }

    private PushOutcome push() throws IOException {
        return bench.push(origin, base, bench.bundle(base));
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(bench.workspace.resolve(file), content);
    }

    private void assertOnlyTheBranchIsNew() {
        var after = new java.util.TreeMap<>(origin.branches());
        assertThat(after.remove(REFERENCE)).isNotNull();
        assertThat(after).isEqualTo(before);
    }
}
