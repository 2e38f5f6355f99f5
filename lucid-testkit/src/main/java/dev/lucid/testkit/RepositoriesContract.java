package dev.lucid.testkit;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.BranchName;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.change.Repositories.CloneOutcome;
import dev.lucid.port.change.Repositories.CloneRequest;
import dev.lucid.port.change.Repositories.PackRequest;
import dev.lucid.port.change.Repositories.PushOutcome;
import dev.lucid.port.change.Repositories.PushRequest;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What all {@link Repositories} promise, from a clone to a branch at the origin. Say what is under test; inherit the
 * tests.
 */
public interface RepositoriesContract {
    /** The branch that the tests' work goes to. */
    BranchName BRANCH = new BranchName("lucid/make-it-pass-1a2b3c4d");

    /** The repositories under test, always the same within a test. */
    Repositories repositories();

    /** The address of an origin whose main branch is {@code main} and holds a file {@code README}; the same within a test. */
    String origin();

    /** What a file on a branch of the origin says; empty if there is no such branch or file. */
    Optional<String> atOrigin(String branch, String file);

    /** The folder that is a session's workspace. */
    Path workspace(SandboxSpec session);

    /** Runs a script in a session's workspace, as its sandbox would; gives its exit code. */
    int run(SandboxSpec session, String script);

    @Test
    default void cloneFillsTheWorkspaceAndTellsWhereItBegan() {
        var session = newSession();

        var outcome = clone(session);

        assertThat(outcome).isInstanceOfSatisfying(CloneOutcome.Cloned.class, cloned -> {
            assertThat(cloned.startedFrom()).isEqualTo("main");
            assertThat(cloned.base()).isNotBlank();
        });
        assertThat(workspace(session).resolve("README"))
                .hasContent(atOrigin("main", "README").orElseThrow());
    }

    @Test
    default void secondCloneLeavesTheWorkAlone() throws IOException {
        var session = newSession();
        var first = clone(session);
        write(session, "work", "half done");

        assertThat(clone(session)).isEqualTo(first);
        assertThat(workspace(session).resolve("work")).hasContent("half done");
    }

    @Test
    default void whatCanNotBeClonedIsRefusedAndLeavesNothing() {
        var session = newSession();

        assertThat(refusal(clone(session, origin() + "-that-is-nowhere", Optional.empty(), new RaisableStop())))
                .isNotBlank();
        assertThat(refusal(clone(session, origin(), Optional.of("no-such-branch"), new RaisableStop())))
                .contains("no-such-branch");
        assertThat(clone(session)).isInstanceOf(CloneOutcome.Cloned.class);
    }

    @Test
    default void stopBeforeTheCloneLeavesNothing() {
        var session = newSession();

        assertThat(clone(session, origin(), Optional.empty(), raised())).isEqualTo(new CloneOutcome.Stopped());
        assertThat(workspace(session).resolve("README")).doesNotExist();
        assertThat(clone(session)).isInstanceOf(CloneOutcome.Cloned.class);
    }

    @Test
    default void whereNothingChangedThereIsNothingToPack() {
        var session = newSession();
        var base = cloned(session);

        assertThat(run(session, repositories().pack(packing(base)).script())).isEqualTo(Repositories.NOTHING_TO_PACK);
    }

    @Test
    default void workComesOutOnItsOwnBranch() throws IOException {
        var session = newSession();
        var base = cloned(session);
        write(session, "work", "done\n");

        var outcome = push(session, base, bundle(session, base));

        assertThat(outcome).isInstanceOfSatisfying(PushOutcome.Pushed.class, pushed -> {
            assertThat(pushed.commit()).isNotBlank().isNotEqualTo(base);
            assertThat(pushed.diff()).contains("+++ b/work\n", "\n+done\n");
        });
        assertThat(atOrigin(BRANCH.value(), "work")).contains("done");
        assertThat(atOrigin("main", "work")).isEmpty();
    }

    @Test
    default void pushingTheSameAgainChangesNothingAndLaterWorkGoesOnTop() throws IOException {
        var session = newSession();
        var base = cloned(session);
        write(session, "work", "one\n");
        var bundle = bundle(session, base);

        assertThat(push(session, base, bundle)).isEqualTo(push(session, base, bundle));

        write(session, "work", "two\n");
        assertThat(push(session, base, bundle(session, base))).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(atOrigin(BRANCH.value(), "work")).contains("two");
    }

    @Test
    default void whatOthersPushedIsNeverOverwritten() throws IOException {
        var mine = newSession();
        var base = cloned(mine);
        var theirs = newSession();
        cloned(theirs);
        write(theirs, "work", "theirs\n");
        push(theirs, base, bundle(theirs, base));
        write(mine, "work", "mine\n");

        assertThat(refusal(push(mine, base, bundle(mine, base)))).contains(BRANCH.value());
        assertThat(atOrigin(BRANCH.value(), "work")).contains("theirs");
    }

    @Test
    default void onlyTheBranchThatIsMeantIsTakenAndOnlyWhole() throws IOException {
        var session = newSession();
        var base = cloned(session);
        write(session, "work", "done\n");
        var bundle = bundle(session, base);
        var other = new BranchName("lucid/something-else-1a2b3c4d");

        assertThat(refusal(push(session, base, Arrays.copyOf(bundle, bundle.length - 30), BRANCH, new RaisableStop())))
                .isNotBlank();
        assertThat(refusal(push(session, base, new byte[0], BRANCH, new RaisableStop())))
                .isNotBlank();
        assertThat(refusal(push(session, base, bundle, other, new RaisableStop())))
                .contains(other.value());
        assertThat(atOrigin(BRANCH.value(), "work")).isEmpty();
        assertThat(atOrigin(other.value(), "work")).isEmpty();
    }

    @Test
    default void stopBeforeThePushMovesNothing() throws IOException {
        var session = newSession();
        var base = cloned(session);
        write(session, "work", "done\n");
        var bundle = bundle(session, base);

        assertThat(push(session, base, bundle, BRANCH, raised())).isEqualTo(new PushOutcome.Stopped());
        assertThat(atOrigin(BRANCH.value(), "work")).isEmpty();
    }

    @Test
    default void whatIsDiscardedIsFetchedAgainWhenItIsNeeded() throws IOException {
        var session = newSession();
        repositories().discard(session);
        var base = cloned(session);
        write(session, "work", "done\n");
        repositories().discard(session);
        repositories().discard(session);

        assertThat(workspace(session).resolve("work")).exists();
        assertThat(push(session, base, bundle(session, base))).isInstanceOf(PushOutcome.Pushed.class);
        assertThat(atOrigin(BRANCH.value(), "work")).contains("done");
    }

    private void write(SandboxSpec session, String file, String text) throws IOException {
        Files.writeString(workspace(session).resolve(file), text);
    }

    private CloneOutcome clone(SandboxSpec session) {
        return clone(session, origin(), Optional.empty(), new RaisableStop());
    }

    private CloneOutcome clone(SandboxSpec session, String address, Optional<String> branch, StopSignal stop) {
        var repository = new RepositoryRef(address, branch, Author.LUCID);

        return repositories()
                .clone(new CloneRequest(session, chat(session), repository, BRANCH, Optional.empty()), _ -> {}, stop);
    }

    private String cloned(SandboxSpec session) {
        var outcome = clone(session);
        assertThat(outcome).isInstanceOf(CloneOutcome.Cloned.class);

        return ((CloneOutcome.Cloned) outcome).base();
    }

    private static PackRequest packing(String base) {
        return new PackRequest(Author.LUCID, "Make it pass", new ChatId(Facts.uuid()), BRANCH, base);
    }

    private byte[] bundle(SandboxSpec session, String base) throws IOException {
        var pack = repositories().pack(packing(base));
        assertThat(run(session, pack.script())).isZero();

        return Files.readAllBytes(workspace(session).resolve(pack.bundle().relative()));
    }

    private PushOutcome push(SandboxSpec session, String base, byte[] bundle) {
        return push(session, base, bundle, BRANCH, new RaisableStop());
    }

    private PushOutcome push(SandboxSpec session, String base, byte[] bundle, BranchName branch, StopSignal stop) {
        var repository = new RepositoryRef(origin(), Optional.empty(), Author.LUCID);

        return repositories().push(new PushRequest(session, repository, branch, base, bundle, Optional.empty()), stop);
    }

    private static ChatId chat(SandboxSpec session) {
        return new ChatId(session.session().value());
    }

    private static StopSignal raised() {
        var stop = new RaisableStop();
        stop.raise();

        return stop;
    }

    private static String refusal(CloneOutcome outcome) {
        assertThat(outcome).isInstanceOf(CloneOutcome.Refused.class);

        return ((CloneOutcome.Refused) outcome).message();
    }

    private static String refusal(PushOutcome outcome) {
        assertThat(outcome).isInstanceOf(PushOutcome.Refused.class);

        return ((PushOutcome.Refused) outcome).message();
    }
}
