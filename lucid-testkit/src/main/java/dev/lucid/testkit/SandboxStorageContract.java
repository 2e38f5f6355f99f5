package dev.lucid.testkit;

import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileEntry.Kind;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.Sandboxes;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What sandboxes promise of files and sessions before any command runs. A part of {@link SandboxesContract}, which
 * sandboxes without a real shell can keep alone.
 */
public interface SandboxStorageContract {
    /** The sandboxes under test, always the same within a test. */
    Sandboxes sandboxes();

    @Test
    default void whatIsWrittenIsRead() {
        try (var sandbox = sandboxes().open(newSession())) {
            byte[] content = new byte[300_000];
            RandomGenerator.of("L64X128MixRandom").nextBytes(content);
            sandbox.write(WorkspacePath.of("data.bin"), content);
            var read = sandbox.read(WorkspacePath.of("/workspace/data.bin"), 1_000_000)
                    .orElseThrow();

            assertThat(read.bytes()).isEqualTo(content);
            assertThat(read.truncated()).isFalse();
            write(sandbox, "data.bin", "");
            assertThat(text(sandbox, "data.bin")).isEmpty();
        }
    }

    @Test
    default void onlyTheFirstBytesAreReadWhereSoFewAreAskedFor() {
        try (var sandbox = sandboxes().open(newSession())) {
            write(sandbox, "a", "12345");
            for (int max = 0; max < 8; max++) {
                var read = sandbox.read(WorkspacePath.of("a"), max).orElseThrow();

                assertThat(new String(read.bytes(), UTF_8)).isEqualTo("12345".substring(0, Math.min(max, 5)));
                assertThat(read.truncated()).isEqualTo(max < 5);
            }
        }
    }

    @Test
    default void whatIsReadIsTheReadersOwn() {
        try (var sandbox = sandboxes().open(newSession())) {
            byte[] written = "12345".getBytes(UTF_8);
            sandbox.write(WorkspacePath.of("a"), written);
            written[0] = 'x';
            sandbox.read(WorkspacePath.of("a"), 9).orElseThrow().bytes()[1] = 'x';

            assertThat(text(sandbox, "a")).isEqualTo("12345");
        }
    }

    @Test
    default void whatIsNotThereOrIsAFolderIsNotRead() {
        try (var sandbox = sandboxes().open(newSession())) {
            write(sandbox, "file", "x");
            write(sandbox, "folder/within", "x");
            for (var none : new String[] {"/", "folder", "absent", "absent/file", "file/below"}) {
                assertThat(sandbox.read(WorkspacePath.of(none), 10)).as(none).isEmpty();
            }
        }
    }

    @Test
    default void noFileTakesAFoldersPlaceAndNoFolderAFiles() {
        try (var sandbox = sandboxes().open(newSession())) {
            write(sandbox, "file", "whole");
            write(sandbox, "folder/within", "whole");
            for (var bad : new String[] {"/", "folder", "file/below"}) {
                assertThatThrownBy(() -> write(sandbox, bad, "x")).as(bad).isInstanceOf(PortFailure.Permanent.class);
            }
            assertThat(text(sandbox, "file")).isEqualTo("whole");
            assertThat(text(sandbox, "folder/within")).isEqualTo("whole");
        }
    }

    @Test
    default void whatWasWrittenIsListedWithItsFolders() {
        try (var sandbox = sandboxes().open(newSession())) {
            write(sandbox, "b", "123");
            write(sandbox, "a/x/y/z", "");
            write(sandbox, "a-b", "");
            write(sandbox, ".git/HEAD", "");

            assertThat(sandbox.list(WorkspacePath.ROOT, 1, 100))
                    .extracting(entry -> entry.path() + " " + entry.kind())
                    .containsExactly("/.git FOLDER", "/a FOLDER", "/a-b FILE", "/b FILE");
            assertThat(sandbox.list(WorkspacePath.of("a"), 2, 100))
                    .extracting(entry -> entry.path().toString())
                    .containsExactly("/a/x", "/a/x/y");
            assertThat(sandbox.list(WorkspacePath.ROOT, 9, 100))
                    .contains(new FileEntry(WorkspacePath.of("b"), Kind.FILE, 3))
                    .extracting(entry -> entry.path().toString())
                    .contains("/a/x/y/z", "/.git/HEAD")
                    .isSorted();
        }
    }

    @Test
    default void listIsBoundedAndBeginsAtTheTop() {
        try (var sandbox = sandboxes().open(newSession())) {
            for (int i = 0; i < 20; i++) {
                write(sandbox, "a/" + i, "");
                write(sandbox, "b/" + i, "");
            }

            assertThat(sandbox.list(WorkspacePath.ROOT, 5, 10))
                    .hasSize(10)
                    .extracting(entry -> entry.path().toString())
                    .contains("/a", "/b")
                    .isSorted();
            assertThat(sandbox.list(WorkspacePath.ROOT, 5, 0)).isEmpty();
            assertThat(sandbox.list(WorkspacePath.ROOT, 0, 10)).isEmpty();
            assertThat(sandbox.list(WorkspacePath.of("absent"), 5, 10)).isEmpty();
            assertThat(sandbox.list(WorkspacePath.of("a/1"), 5, 10)).isEmpty();
        }
    }

    @Test
    default void filesOutliveTheSandboxUntilTheyAreDiscarded() {
        var spec = newSession();
        try (var sandbox = sandboxes().open(spec)) {
            write(sandbox, "d/file", "kept");
        }
        try (var sandbox = sandboxes().open(spec)) {
            assertThat(text(sandbox, "d/file")).isEqualTo("kept");
        }
        sandboxes().discard(spec);
        sandboxes().discard(spec);
        try (var sandbox = sandboxes().open(spec)) {
            assertThat(sandbox.list(WorkspacePath.ROOT, 9, 9)).isEmpty();
        }
    }

    @Test
    default void whoeverOpensTheSessionSeesTheSameFilesAndNobodyElseDoes() {
        var spec = newSession();
        try (var first = sandboxes().open(spec);
                var stranger = sandboxes().open(newSession())) {
            try (var second = sandboxes().open(spec)) {
                write(second, "file", "ours");
            }

            assertThat(text(first, "file")).isEqualTo("ours");
            assertThat(stranger.read(WorkspacePath.of("file"), 9)).isEmpty();
        }
    }

    @Test
    default void noCommandRunsInAClosedSandboxOrAfterAStop() {
        var spec = newSession();
        var sandbox = sandboxes().open(spec);
        var stop = new RaisableStop();
        stop.raise();
        assertThat(sandbox.run(Ran.command("true"), _ -> {}, stop)).isEqualTo(new CommandEnd.Stopped());
        sandbox.close();
        sandbox.close();

        assertThatThrownBy(() -> Ran.in(sandbox, "true"))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining(spec.session().toString());
    }

    private static void write(Sandbox sandbox, String path, String text) {
        sandbox.write(WorkspacePath.of(path), text.getBytes(UTF_8));
    }

    private static String text(Sandbox sandbox, String path) {
        return new String(
                sandbox.read(WorkspacePath.of(path), 1_000_000).orElseThrow().bytes(), UTF_8);
    }
}
