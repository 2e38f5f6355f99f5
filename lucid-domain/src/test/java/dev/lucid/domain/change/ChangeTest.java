package dev.lucid.domain.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Make the failing test pass | lucid/make-the-failing-test-pass-12345678",
                "  Ünïcode & Sönderzeichen!  | lucid/unicode-sonderzeichen-12345678",
                "日本語 | lucid/task-12345678",
                "../../etc; rm -rf / | lucid/etc-rm-rf-12345678"
            })
    void aBranchSaysWhatTheTaskWas(String title, String branch) {
        assertThat(BranchName.of(title, "12345678").value()).isEqualTo(branch);
    }

    @Test
    void whateverTheTitleTheBranchIsAGoodOne() {
        for (var seed = 0L; seed < 2000; seed++) {
            var title = new StringBuilder();
            new SplittableRandom(seed).ints(60, 0, 0x3000).forEach(title::appendCodePoint);

            assertThat(BranchName.of(title.toString(), "0a1b2c3d").value())
                    .as("seed %d", seed)
                    .hasSizeLessThan(60);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "lucid/", "lucid/-x", "lucid/a..b", "lucid/a.lock", "--force", "lucid/A"})
    void anyOtherBranchIsNotLucids(String name) {
        assertThatThrownBy(() -> new BranchName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEditIsMadeAsItWasMeantOrNotAtAll() {
        assertThat(new ExactEdit("b", "B", false).in("abc")).isEqualTo(new ExactEdit.Outcome.Edited("aBc"));
        assertThat(new ExactEdit("b", "B", false).in("abcb")).isEqualTo(new ExactEdit.Outcome.Ambiguous(2));
        assertThat(new ExactEdit("b", "B", true).in("abcb")).isEqualTo(new ExactEdit.Outcome.Edited("aBcB"));
        assertThat(new ExactEdit("x", "y", true).in("abc")).isEqualTo(new ExactEdit.Outcome.NotFound());
    }
}
