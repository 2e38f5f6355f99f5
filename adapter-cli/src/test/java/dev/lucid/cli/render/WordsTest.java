package dev.lucid.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.model.Cost;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void durationsAreRoundedAsPeopleDo() {
        assertThat(Words.duration(Duration.ofMillis(420))).isEqualTo("0.4 s");
        assertThat(Words.duration(Duration.ofMillis(42_900))).isEqualTo("42 s");
        assertThat(Words.duration(Duration.ofSeconds(192))).isEqualTo("3 min 12 s");
        assertThat(Words.duration(Duration.ofMinutes(65))).isEqualTo("1 h 5 min");
        assertThat(Words.duration(Duration.ofSeconds(-5))).isEqualTo("0.0 s");
    }

    @Test
    void smallSumsKeepTheirDigits() {
        assertThat(Words.money(new Cost.Known(0))).isEqualTo("$0");
        assertThat(Words.money(new Cost.Known(42))).isEqualTo("$0.0000");
        assertThat(Words.money(new Cost.Known(4200))).isEqualTo("$0.0042");
        assertThat(Words.money(new Cost.Known(1_250_000))).isEqualTo("$1.25");
        assertThat(Words.money(new Cost.Unknown())).isEqualTo("cost unknown");
    }

    @Test
    void aLineIsOneLineOfThatWidth() {
        assertThat(Words.line("  a\n b\u001b[31m\tc ", 20)).isEqualTo("a b c");
        assertThat(Words.line("abcdefgh", 8)).isEqualTo("abcdefgh");
        assertThat(Words.line("abcdefghi", 8)).isEqualTo("abcdefg…");
        assertThat(Words.line("漢字漢字", 5)).isEqualTo("漢字…");
        assertThat(Words.line("🙂🙂🙂", 4)).isEqualTo("🙂…");
    }
}
