package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTextTest {
    /** A megabyte of each, which a careless reader takes minutes or its whole stack for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<pre> ",
                "<td>",
                "<b>x",
                "<div>",
                "<a href=b>c",
                "<p>&amp;",
                "<li><ul>",
                "<h1>",
                "<table>",
                "<!--",
                "<script>",
                "<svg><a>",
                "<font size=1>",
                "<select><option>",
                "\u0000\u0001 <",
                "  \t"
            })
    void noPageTakesLongerThanItsLength(String piece) {
        String page = "<html><body>" + piece.repeat(1_000_000 / piece.length());

        var read = assertTimeoutPreemptively(
                Duration.ofSeconds(40),
                () -> PageText.read(page.getBytes(UTF_8), "text/html; charset=utf-8", "https://x.test/"));

        assertThat(read).isInstanceOf(PageText.Read.Text.class);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void noBytesAreMoreThanAPageOrARefusal(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            for (String type : new String[] {"text/html", "", "text/plain; charset=utf-16", "application/json"}) {
                switch (PageText.read(bytes, type, "https://x.test/")) {
                    case PageText.Read.NotText(var reason) -> assertThat(reason).endsWith(".");
                    case PageText.Read.Text(var text) -> {
                        assertThat(text).hasSizeLessThanOrEqualTo(bytes.length);
                        assertThat(type.contains("utf-16") || text.indexOf('\0') < 0)
                                .isTrue();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "<table><tr><th>a<th>b<tr><td>1<td>2</table>~a | b\\n1 | 2",
                "<p>one<p>two~one\\n\\ntwo",
                "a<br>b~a\\nb",
                "<h2>T</h2>x~## T\\n\\nx",
                "<title>T</title><p>x~T\\n\\nx",
                "<title>T</title><h1>T</h1>x~# T\\n\\nx",
                "<a href='https://y.test/z'>z</a>~z <https://y.test/z>",
                "<a href='javascript:x()'>z</a>~z",
                "<script>no</script><style>no</style><noscript>no</noscript>yes~yes",
                "<pre>a  b\\n\\tc</pre>~a  b\\n\\tc",
                "x &lt;b&gt; &amp; y~x <b> & y"
            })
    void htmlReadsAsAPersonWould(String html, String text) {
        var read =
                PageText.read(html.translateEscapes().getBytes(UTF_8), "text/html; charset=utf-8", "https://x.test/");

        assertThat(read).isEqualTo(new PageText.Read.Text(text.translateEscapes()));
    }

    @Test
    void markupWithoutATypeIsRecognised() {
        assertThat(PageText.read("<!DOCTYPE html><p>x".getBytes(UTF_8), "", "https://x.test/"))
                .isEqualTo(new PageText.Read.Text("x"));
        assertThat(PageText.read("<!DOCTYPE html><p>x".getBytes(UTF_8), "text/plain", "https://x.test/"))
                .isEqualTo(new PageText.Read.Text("<!DOCTYPE html><p>x"));
    }
}
