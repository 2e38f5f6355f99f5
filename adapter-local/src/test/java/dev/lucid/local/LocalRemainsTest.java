package dev.lucid.local;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.WorkspaceFolders;
import dev.lucid.testkit.RemainsContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRemainsTest implements RemainsContract {
    @TempDir
    Path base;

    @Override
    public Remains remains() {
        return new LocalRemains(
                List.of(
                        LocalRemains.Folder.ofWorkspaces(base.resolve("workspaces")),
                        new LocalRemains.Folder(
                                base.resolve("repositories"), Set.of(".git", ".git.incoming", ".git.receiving"))),
                base.resolve("workspaces").resolve(".relay"),
                base.resolve("workspaces/.lucid/sweep.lock"));
    }

    @Override
    public Remains others() {
        return remains();
    }

    @Override
    public void leave(SandboxSpec session) {
        try {
            Files.createDirectories(workspace(session));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(SandboxSpec session) {
        try {
            Files.delete(workspace(session));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path workspace(SandboxSpec session) {
        return WorkspaceFolders.of(base.resolve("workspaces"), session);
    }

    @Test
    void aPersonWhoRemovesALineFromTheNoteGivesTheFolderToTheRest() throws IOException {
        var store = UUID.randomUUID();
        var gone = UUID.randomUUID();
        leave(newSession());
        remains().note(gone);
        remains().note(store);
        var note = base.resolve("workspaces/.lucid/stores");
        assertThat(remains().doubts(store))
                .anySatisfy(doubt -> assertThat(doubt)
                        .contains(note.toString())
                        .contains(gone.toString())
                        .contains("unknown"));

        for (var folder : List.of("workspaces", "repositories")) {
            Files.writeString(base.resolve(folder).resolve(".lucid/stores"), "# mine\n\n " + store + " \n");
        }

        assertThat(remains().doubts(store)).isEmpty();
    }

    @Test
    void theNoteLastsWhenTheWorkspacesAreGone() {
        var session = newSession();
        remains().note(UUID.randomUUID());
        leave(session);
        remove(session);

        assertThat(remains().doubts(UUID.randomUUID())).isNotEmpty();
    }

    @Test
    void whateverIsOfASessionIsFoundAndNothingElse() throws IOException {
        var spec = new SandboxSpec(UserId.ofSubject("somebody"), newSession().session());
        var user = base.resolve("repositories").resolve(spec.user().toString());
        Files.createDirectories(user.resolve(spec.session() + ".git"));
        Files.createDirectories(user.resolve(spec.session() + ".git.incoming"));
        Files.createDirectories(user.resolve("notes"));
        Files.createDirectories(user.resolve(newSession().session() + ".bak"));
        Files.createDirectories(user.resolve(newSession().session().toString()));
        Files.createDirectories(base.resolve("workspaces")
                .resolve(spec.user().toString())
                .resolve(newSession().session() + ".git"));
        Files.createDirectories(base.resolve("workspaces/.lucid/runs"));
        Files.createDirectories(
                base.resolve("workspaces/.pool").resolve(newSession().session().toString()));
        Files.createDirectories(
                base.resolve("workspaces/.relay").resolve(spec.session().toString()));
        var wayIn = newSession();
        Files.createDirectories(
                base.resolve("workspaces/.relay").resolve(wayIn.session().toString()));
        Files.writeString(base.resolve("workspaces").resolve(UserId.LOCAL.toString()), "no folder");

        assertThat(remains().sessions()).containsExactlyInAnyOrder(spec, wayIn);
    }
}
