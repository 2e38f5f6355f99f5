package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.workspace.FileEntry.Kind;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no link leads file operations out of a workspace. A part of {@link SandboxesContract}. */
public interface SandboxLinksContract extends SandboxUnderTest {
    @Test
    default void linksAreNotFollowed(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("secret"), "secret");
        try (var sandbox = sandboxes().open(newSession())) {
            outputOf(
                    sandbox,
                    "ln -s '" + outside + "' out; ln -s '" + outside
                            + "/secret' file; ln -s .. up; ln -s / root; touch a; ln -s a in");
            for (var path : new String[] {"file", "in", "out/secret", "root" + outside + "/secret", "up/x"}) {
                assertThat(sandbox.read(WorkspacePath.of(path), 10)).as(path).isEmpty();
                assertThatThrownBy(() -> sandbox.write(WorkspacePath.of(path), "x".getBytes(UTF_8)))
                        .as(path)
                        .isInstanceOf(PortFailure.Permanent.class);
            }
            assertThat(sandbox.list(WorkspacePath.of("out"), 3, 100)).isEmpty();
            assertThat(sandbox.list(WorkspacePath.ROOT, 3, 100))
                    .filteredOn(entry -> entry.kind() == Kind.LINK)
                    .hasSize(5);
        }

        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(outside).isDirectoryNotContaining(path -> !path.endsWith("secret"));
    }

    @RepeatedTest(value = 3, name = "seed {currentRepetition}")
    default void folderThatIsSwappedForALinkLeadsNowhere(RepetitionInfo repetition, @TempDir Path outside)
            throws Exception {
        Files.writeString(outside.resolve("file"), "secret");
        var random = new Random(repetition.getCurrentRepetition());
        try (var sandbox = sandboxes().open(newSession());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            outputOf(sandbox, "mkdir -p d/e; echo own > d/e/file; ln -s '" + outside + "' link");
            var swaps = "mv d real; ln -s '" + outside + "' d; rm d; mkdir d; ln -s '" + outside
                    + "' d/e; rm -r d; mkfifo d; rm d; mv real d";
            var swapping = threads.submit(
                    () -> outputOf(sandbox, "until [ -e done ]; do " + swaps + "; done 2>/dev/null; true"));
            for (int i = 0; i < 400; i++) {
                attack(sandbox, random.nextInt(3), "d/e/" + (random.nextBoolean() ? "file" : "new" + i));
            }
            sandbox.write(WorkspacePath.of("done"), new byte[0]);
            swapping.get();
        }

        assertThat(outside.resolve("file")).hasContent("secret");
        assertThat(outside).isDirectoryNotContaining(path -> !path.endsWith("file"));
    }

    private static void attack(Sandbox sandbox, int what, String path) {
        try {
            switch (what) {
                case 0 ->
                    assertThat(sandbox.read(WorkspacePath.of(path), 100)
                                    .map(read -> new String(read.bytes(), UTF_8))
                                    .orElse(""))
                            .doesNotContain("secret");
                case 1 -> sandbox.write(WorkspacePath.of(path), "own".getBytes(UTF_8));
                default ->
                    assertThat(sandbox.list(WorkspacePath.of("d"), 3, 100))
                            .allMatch(entry -> entry.kind() != Kind.FILE || entry.size() != "secret".length());
            }
        } catch (PortFailure.Permanent _) {
            // refused: as good
        }
    }
}
