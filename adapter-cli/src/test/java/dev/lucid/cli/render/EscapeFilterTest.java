package dev.lucid.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeFilterTest {
    @Test
    void textLineBreaksAndTabsPass() {
        assertThat(EscapeFilter.clean("a\tb\nc – 漢字 🙂\n")).isEqualTo("a\tb\nc – 漢字 🙂\n");
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "\u001b[31mred\u001b[0m,red",
                "\u001b]0;owned\u0007shown,shown",
                "\u001b]8;;http://evil\u001b\\link\u001b]8;;\u001b\\,link",
                "\u001bP+q544e\u001b\\x,x",
                "\u009b31mx,x",
                "\u009dtitle\u009cx,x",
                "\u001b(Bx,x",
                "\u001bcx,x",
                "a\u0000b\u0008c\u007fd,abcd",
                "\u202eevil\u2066x,evilx"
            })
    void whatATerminalWouldObeyGoes(String text, String shown) {
        assertThat(EscapeFilter.clean(text)).isEqualTo(shown);
    }

    /** What is hidden from who is asked would still be run. */
    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '"',
            value = {
                "echo hi \u001b]; rm -rf src\u0007,echo hi \\x1b]; rm -rf src\\x07",
                "a\u009d; b,a\\x9d; b",
                "a\bb,a\\x08b",
                "\u202ea,\\u202ea",
                "plain\ttext,plain\ttext"
            })
    void whatIsToBeDecidedOnIsSpelledOut(String text, String shown) {
        assertThat(EscapeFilter.spelledOut(text)).isEqualTo(shown);
    }

    @Test
    void aSequenceCutBetweenPiecesGoesToo() {
        var filter = new EscapeFilter();

        assertThat(filter.pass("a\u001b")
                        + filter.pass("[3")
                        + filter.pass("1mb\u001b]0;ti")
                        + filter.pass("tle\u0007c"))
                .isEqualTo("abc");
    }

    @Test
    void aTitleThatNeverEndsSwallowsOneLineAtMost() {
        assertThat(EscapeFilter.clean("\u001b]0;hidden\nseen")).isEqualTo("\nseen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10%\r20%", "10%\r\r20%", "10%\r\n20%", "10%\n20%"})
    void aCarriageReturnBeginsALine(String text) {
        assertThat(EscapeFilter.clean(text)).isEqualTo("10%\n20%");
    }

    @Test
    void whateverComesNoControlCharacterPasses() {
        var random = random(4711);
        for (var round = 0; round < 2000; round++) {
            var filter = new EscapeFilter();
            var text = anything(random);
            var cut = random.nextInt(text.length() + 1);
            var shown = filter.pass(text.substring(0, cut)) + filter.pass(text.substring(cut));

            assertThat(shown.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= 0x20 && (c < 0x7f || c > 0x9f))))
                    .as("of %s in round %d", text, round)
                    .isTrue();
        }
    }

    private static String anything(RandomGenerator random) {
        var alphabet = "\u001b\u001b[];?0m\\\u0007\r\n\tab\u009b\u009c\u009d\u0090P_ ~\u007f\u0000";
        var text = new StringBuilder();
        for (var i = random.nextInt(30); i >= 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }

        return text.toString();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }
}
