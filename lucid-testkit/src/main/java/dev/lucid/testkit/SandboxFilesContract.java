package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileEntry.Kind;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a sandbox promises of files that its commands use, too. A part of {@link SandboxesContract}. */
public interface SandboxFilesContract extends SandboxUnderTest {
    @Test
    default void onlyRegularFilesAreRead() {
        try (var sandbox = sandboxes().open(newSession())) {
            outputOf(sandbox, "mkdir folder; mkfifo pipe; touch file");
            for (var none :
                    new String[] {"/", "folder", "pipe", "absent", "absent/file", "file/below", "folder/pipe/x"}) {
                assertThat(sandbox.read(WorkspacePath.of(none), 10)).as(none).isEmpty();
            }
        }
    }

    @Test
    default void foldersAreMadeForWhatIsWritten() {
        try (var sandbox = sandboxes().open(newSession())) {
            sandbox.write(WorkspacePath.of("a/b c/d\ne/é.txt"), "deep".getBytes(UTF_8));

            assertThat(
                            outputOf(
                                    sandbox,
                                    "cat a/b\\ c/*/*.txt; echo more >> \"$(find . -type f)\"; touch a/new; rmdir a 2>/dev/null || echo full"))
                    .isEqualTo("deepfull\n");
            assertThat(text(sandbox, "a/b c/d\ne/é.txt")).isEqualTo("deepmore\n");
            assertThat(outputOf(sandbox, "rm -rf a && ls")).isEmpty();
        }
    }

    @Test
    default void fileKeepsItsMode() {
        try (var sandbox = sandboxes().open(newSession())) {
            outputOf(sandbox, "printf '#!/bin/sh\\necho one\\n' > run; chmod 750 run; ./run");
            sandbox.write(WorkspacePath.of("run"), "#!/bin/sh\necho two\n".getBytes(UTF_8));
            sandbox.write(WorkspacePath.of("plain"), new byte[0]);

            assertThat(outputOf(sandbox, "./run; ls -l run plain | cut -c 1-10"))
                    .isEqualTo("two\n-rw-r--r--\n-rwxr-x---\n");
        }
    }

    @Test
    default void whatIsNoFileIsNotOverwritten() {
        try (var sandbox = sandboxes().open(newSession())) {
            outputOf(sandbox, "mkdir folder; mkfifo pipe; echo whole > file");
            for (var bad : new String[] {"/", "folder", "pipe", "file/below"}) {
                assertThatThrownBy(() -> sandbox.write(WorkspacePath.of(bad), "x".getBytes(UTF_8)))
                        .as(bad)
                        .isInstanceOf(PortFailure.Permanent.class);
            }
            assertThat(outputOf(sandbox, "cat file; ls")).isEqualTo("whole\nfile\nfolder\npipe\n");
        }
    }

    @Test
    default void fileIsThereWholeOrNotAtAll() throws Exception {
        try (var sandbox = sandboxes().open(newSession());
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            byte[] ones = "1".repeat(200_000).getBytes(UTF_8);
            byte[] twos = "2".repeat(200_000).getBytes(UTF_8);
            sandbox.write(WorkspacePath.of("file"), ones);
            Future<String> watcher = thread.submit(
                    () -> outputOf(sandbox, "until [ -e done ]; do cat file | tr -s 12; echo; done | sort -u"));
            for (int i = 0; i < 100; i++) {
                sandbox.write(WorkspacePath.of("file"), i % 2 == 0 ? twos : ones);
            }
            sandbox.write(WorkspacePath.of("done"), new byte[0]);

            assertThat(watcher.get().lines()).isSubsetOf("1", "2");
        }
    }

    @Test
    default void listTellsWhatLiesThere() {
        try (var sandbox = sandboxes().open(newSession())) {
            outputOf(
                    sandbox,
                    "printf 123 > b; mkdir -p a/x/y; touch a/x/y/z a-b; ln -s b link; mkfifo pipe; mkdir .git; touch .git/HEAD");

            assertThat(sandbox.list(WorkspacePath.ROOT, 1, 100))
                    .extracting(entry -> entry.path() + " " + entry.kind())
                    .containsExactly("/.git FOLDER", "/a FOLDER", "/a-b FILE", "/b FILE", "/link LINK", "/pipe OTHER");
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

    private static String text(Sandbox sandbox, String path) {
        return new String(
                sandbox.read(WorkspacePath.of(path), 1_000_000).orElseThrow().bytes(), UTF_8);
    }
}
