package dev.lucid.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {
    @ParameterizedTest
    @ValueSource(strings = {"src/a.txt", "/src/a.txt", "/workspace/src/a.txt", "./src//a.txt", "src/x/../a.txt"})
    void readsTheWaysToWriteTheSamePlace(String text) {
        assertThat(WorkspacePath.of(text)).isEqualTo(new WorkspacePath(List.of("src", "a.txt")));
    }

    @Test
    void aFolderThatIsCalledLikeTheMountIsItself() {
        assertThat(WorkspacePath.of("workspace/a")).hasToString("/workspace/a");
        assertThat(WorkspacePath.of("/workspace/workspace/a")).hasToString("/workspace/a");
        assertThat(WorkspacePath.of("/workspaces/a")).hasToString("/workspaces/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../a", "a/../../b", "/workspace/../../etc/passwd", "a/\0b", "/.."})
    void whatLeadsOutIsRefused(String text) {
        assertThatThrownBy(() -> WorkspacePath.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingThatIsReadLeadsOut() {
        for (var seed = 0L; seed < 2000; seed++) {
            var random = new SplittableRandom(seed);
            var text = new StringBuilder();
            for (var i = 0; i < 8; i++) {
                text.append(List.of("..", ".", "/", "a", "workspace", "//", "b").get(random.nextInt(7)));
            }
            assertThat(read(text.toString()))
                    .as("seed %d: %s", seed, text)
                    .doesNotContain("..")
                    .doesNotContain(".")
                    .doesNotContain("");
        }
    }

    private static List<String> read(String text) {
        try {
            return WorkspacePath.of(text).names();
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }
}
