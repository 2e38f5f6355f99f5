package dev.lucid.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.cli.render.Diff.Change;
import dev.lucid.domain.change.UnifiedDiff;
import org.junit.jupiter.api.Test;

class DiffTest {
    @Test
    void eachFileIsCounted() {
        var diff = Diff.of(UnifiedDiff.of("a", "1\n2\n", "1\n3\n4\n") + UnifiedDiff.of("b/c", "x\n", ""));

        assertThat(diff.changes()).containsExactly(new Change("a", 2, 1), new Change("b/c", 0, 1));
    }

    @Test
    void aChangedLineThatLooksLikeAHeaderIsNone() {
        var diff = Diff.of(UnifiedDiff.of("a", "-- x\n", "++ y\n"));

        assertThat(diff.changes()).containsExactly(new Change("a", 1, 1));
    }

    @Test
    void binaryFilesAndRenamesCountAsFiles() {
        var diff = Diff.of("""
                diff --git a/logo.png b/logo.png
                index 1..2 100644
                Binary files a/logo.png and b/logo.png differ
                diff --git a/old b/new
                similarity index 100%
                rename from old
                rename to new
                """);

        assertThat(diff.changes()).containsExactly(new Change("logo.png", 0, 0), new Change("new", 0, 0));
    }

    @Test
    void whatIsNoDiffIsReadAllTheSame() {
        assertThat(Diff.of("hello\n@@ nonsense\n--- \n").lines()).hasSize(3);
    }
}
