package dev.lucid.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnifiedDiffTest {
    @TempDir
    Path folder;

    @Test
    void showsThreeLinesAroundAChange() {
        var diff = UnifiedDiff.of("f.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n");

        assertThat(diff).isEqualTo("""
                        --- a/f.txt
                        +++ b/f.txt
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +five
                         6
                         7
                         8
                        """);
    }

    @Test
    void saysWhereTheLastLineHasNoEnd() {
        assertThat(UnifiedDiff.of("f", "", "a\nb"))
                .isEqualTo("--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n");
    }

    @Test
    void isEmptyWhereNothingDiffers() {
        assertThat(UnifiedDiff.of("f", "same\n", "same\n")).isEmpty();
    }

    @Test
    void givesUpOnFindingTheSmallestDiffOfTwoStrangers() {
        var before = numbered("a", 3000);
        var after = numbered("b", 3000);

        assertThat(UnifiedDiff.of("f", before, after)).contains("@@ -1,3000 +1,3000 @@");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void gitMakesTheSameChangeOfIt(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        for (var round = 0; round < 12; round++) {
            var before = text(random, 1 + random.nextInt(40));
            var after = changed(before, random);
            if (before.equals(after) || after.isEmpty()) {
                continue;
            }
            var file = Files.writeString(folder.resolve("f.txt"), before);
            apply(UnifiedDiff.of("f.txt", before, after));

            assertThat(Files.readString(file))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(after);
        }
    }

    private void apply(String diff) throws IOException, InterruptedException {
        var git = new ProcessBuilder("git", "apply", "--unidiff-zero", "-")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try (var input = git.outputWriter()) {
            input.write(diff);
        }
        var said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(git.exitValue()).as(said + "\n" + diff).isZero();
    }

    private static String text(RandomGenerator random, int lines) {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++) {
            text.append((char) ('a' + random.nextInt(5))).append(i < lines - 1 || random.nextBoolean() ? "\n" : "");
        }

        return text.toString();
    }

    private static String changed(String text, RandomGenerator random) {
        var changed = new StringBuilder();
        for (var line : text.lines().map(line -> line + "\n").toList()) {
            switch (random.nextInt(6)) {
                case 0 -> {}
                case 1 ->
                    changed.append("new").append(random.nextInt(3)).append('\n').append(line);
                case 2 -> changed.append("other\n");
                default -> changed.append(line);
            }
        }

        return changed.toString();
    }

    private static String numbered(String prefix, int lines) {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++) {
            text.append(prefix).append(i).append('\n');
        }

        return text.toString();
    }
}
