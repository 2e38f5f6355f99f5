package dev.lucid.testkit;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileEntry.Kind;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import dev.lucid.port.workspace.Workspaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all {@link Workspaces} promise. Say what is under test; inherit the tests. */
public interface WorkspacesContract {
    /** The workspaces under test, always the same within a test. */
    Workspaces workspaces();

    /** Sandboxes that are opened on them, always the same within a test. */
    Sandboxes sandboxes();

    /** Whether those sandboxes run real commands, which can make links. */
    default boolean commandsRun() {
        return true;
    }

    @Test
    default void nothingIsThereBeforeTheSessionIsOpenedAndAfterItIsDiscarded() {
        var spec = newSession();
        assertNothing(spec);

        sandboxes().open(spec).close();
        assertThat(workspaces().list(spec, WorkspacePath.ROOT, 3, 10)).contains(List.of());

        sandboxes().discard(spec);
        assertNothing(spec);
    }

    @Test
    default void workspaceIsSeenWhileASandboxIsOpenAndAfterwards() {
        var spec = newSession();
        try (var sandbox = sandboxes().open(spec)) {
            sandbox.write(WorkspacePath.of("src/a"), "hi\n".getBytes(UTF_8));
            assertThat(text(spec, "src/a", 10)).contains("hi\n");

            sandbox.write(WorkspacePath.of("src/a"), "hello\n".getBytes(UTF_8));
            assertThat(text(spec, "src/a", 10)).contains("hello\n");
        }

        assertThat(text(spec, "/workspace/src/a", 10)).contains("hello\n");
        assertThat(workspaces().list(spec, WorkspacePath.ROOT, 3, 10).orElseThrow())
                .contains(new FileEntry(WorkspacePath.of("src/a"), Kind.FILE, 6))
                .extracting(entry -> entry.path() + " " + entry.kind())
                .containsExactly("/src FOLDER", "/src/a FILE");
    }

    @Test
    default void onlyTheFirstBytesAreGivenWhereSoFewAreAskedFor() {
        var spec = with("a");

        for (int max = 0; max < 4; max++) {
            var read = workspaces().read(spec, WorkspacePath.of("a"), max).orElseThrow();

            assertThat(new String(read.bytes(), UTF_8)).isEqualTo("x".substring(0, Math.min(max, 1)));
            assertThat(read.truncated()).isEqualTo(max < 1);
        }
    }

    @Test
    default void whatHasNoSuchKindIsNotThere() {
        var spec = with("file", "folder/within");

        for (var none : List.of("/", "folder", "absent", "absent/file", "file/below")) {
            assertThat(workspaces().read(spec, WorkspacePath.of(none), 10))
                    .as(none)
                    .isEmpty();
        }
        for (var none : List.of("absent", "file", "folder/within", "folder/absent")) {
            assertThat(workspaces().list(spec, WorkspacePath.of(none), 3, 10))
                    .as(none)
                    .isEmpty();
        }
    }

    @Test
    default void listGoesAsDeepAndAsFarAsItIsAskedTo() {
        var spec = with("a/x/y/z", "a-b", "b");

        assertThat(paths(spec, "/", 1, 100)).containsExactly("/a", "/a-b", "/b");
        assertThat(paths(spec, "/", 9, 100)).containsExactly("/a", "/a-b", "/a/x", "/a/x/y", "/a/x/y/z", "/b");
        assertThat(paths(spec, "a", 2, 100)).containsExactly("/a/x", "/a/x/y");
        assertThat(paths(spec, "/", 9, 2)).hasSize(2).isSorted();
        assertThat(paths(spec, "/", 9, 0)).isEmpty();
        assertThat(paths(spec, "/", 0, 9)).isEmpty();
    }

    @Test
    default void foldersThatNobodyBrowsesAreNotLookedInto() {
        var spec = with(".git/HEAD", "node_modules/x/y", "src/build/out", "src/main");

        assertThat(paths(spec, "/", 9, 100))
                .containsExactly("/.git", "/node_modules", "/src", "/src/build", "/src/main");
    }

    @Test
    default void anotherUserHasNoSuchWorkspace() {
        var spec = with("file");

        assertNothing(new SandboxSpec(UserId.ofSubject("stranger"), spec.session()));
    }

    @Test
    default void noLinkLeadsAnywhere(@TempDir Path outside) throws IOException {
        if (!commandsRun()) {
            return;
        }
        Files.writeString(outside.resolve("secret"), "secret");
        var spec = with("in");
        try (var sandbox = sandboxes().open(spec)) {
            Ran.outputOf(
                    sandbox,
                    "ln -s '" + outside + "' out; ln -s '" + outside + "/secret' file; ln -s in near; ln -s / root");
        }

        for (var link : List.of("file", "near", "out/secret", "root" + outside + "/secret")) {
            assertThat(text(spec, link, 10)).as(link).isEmpty();
        }
        assertThat(workspaces().list(spec, WorkspacePath.of("out"), 3, 100)).isEmpty();
        assertThat(workspaces().list(spec, WorkspacePath.ROOT, 3, 100).orElseThrow())
                .extracting(entry -> entry.path() + " " + entry.kind())
                .containsExactly("/file LINK", "/in FILE", "/near LINK", "/out LINK", "/root LINK");
    }

    /** A session with these files, each of which says "x". */
    private SandboxSpec with(String... files) {
        var spec = newSession();
        try (var sandbox = sandboxes().open(spec)) {
            for (var file : files) {
                sandbox.write(WorkspacePath.of(file), "x".getBytes(UTF_8));
            }
        }

        return spec;
    }

    private void assertNothing(SandboxSpec spec) {
        assertThat(workspaces().list(spec, WorkspacePath.ROOT, 3, 10)).isEmpty();
        assertThat(text(spec, "file", 10)).isEmpty();
    }

    private List<String> paths(SandboxSpec spec, String folder, int depth, int max) {
        return workspaces().list(spec, WorkspacePath.of(folder), depth, max).orElseThrow().stream()
                .map(entry -> entry.path().toString())
                .toList();
    }

    private Optional<String> text(SandboxSpec spec, String file, int max) {
        return workspaces().read(spec, WorkspacePath.of(file), max).map(read -> new String(read.bytes(), UTF_8));
    }
}
