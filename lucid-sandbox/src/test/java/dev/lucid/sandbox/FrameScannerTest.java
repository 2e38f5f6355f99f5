package dev.lucid.sandbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScannerTest {
    private static final String KEY = "00112233445566778899aabbccddeeff";
    private static final String STRANGE = "ff112233445566778899aabbccddeeff";

    private final List<String> frames = new ArrayList<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final FrameScanner scanner = new FrameScanner(new FrameScanner.Listener() {
        @Override
        public void output(byte[] bytes) {
            output.writeBytes(bytes);
        }

        @Override
        public void frame(char kind, int number) {
            frames.add(kind + "" + number + "@" + output.size());
        }

        @Override
        public boolean knows(String token) {
            return token.equals(KEY);
        }
    });

    @Test
    void answersAreTakenOutOfTheOutput() {
        accept("before\036" + KEY + " E 7\nafter");

        assertThat(frames).containsExactly("E7@6");
        assertThat(said()).isEqualTo("beforeafter");
    }

    @Test
    void whatOnlyLooksLikeAnAnswerIsOutput() {
        var text = "\036" + STRANGE + " E 0\n\036" + KEY + " e 0\n\036" + KEY + " E \n\036" + KEY + " E x\n\036" + KEY
                + "  0\n\036\036\036" + KEY + " E 12345678901234\nend";
        accept(text);

        assertThat(frames).isEmpty();
        assertThat(said()).isEqualTo(text);
    }

    @Test
    void anAnswerMayBeginWithinWhatOnlyLooksLikeOne() {
        accept("\036" + KEY.substring(0, 20) + "\036" + KEY + " S 12\n");

        assertThat(frames).containsExactly("S12@21");
    }

    @Test
    void outputIsNotHeldBackLongerThanItLooksLikeAnAnswer() {
        accept("text\036");
        assertThat(said()).isEqualTo("text");
        accept("more");

        assertThat(said()).isEqualTo("text\036more");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cutsAnywhereMakeNoDifference(long seed) {
        var random = new Random(seed);
        var parts = List.of(
                "\036" + KEY + " E 9\n", "\036", KEY, "\n", "a", "\036" + STRANGE + " K 0\n", "\0\377", "E 5\n", " ");
        var stream = new StringBuilder();
        var expected = new StringBuilder();
        int answers = 0;
        for (int i = 0; i < 2_000; i++) {
            var part = parts.get(random.nextInt(parts.size()));
            boolean answer = part.startsWith("\036" + KEY);
            answers += answer ? 1 : 0;
            // nothing that came before may become a part of it
            stream.append(answer ? "\n" + part : part);
            expected.append(answer ? "\n" : part);
        }
        byte[] all = stream.toString().getBytes(ISO_8859_1);
        for (int at = 0; at < all.length; ) {
            int to = Math.min(all.length, at + 1 + random.nextInt(60));
            byte[] chunk = Arrays.copyOfRange(all, at, to);
            scanner.accept(chunk, chunk.length);
            at = to;
        }
        scanner.accept(new byte[] {'.'}, 1);

        // the parts themselves make an answer now and then: each of those is missing from the output, too
        assertThat(frames).hasSizeGreaterThanOrEqualTo(answers);
        assertThat(said().length() + lengthOfAnswers(frames)).isEqualTo(all.length + 1);
        assertThat(expected.length()).isGreaterThanOrEqualTo(said().length() - 1);
    }

    private static int lengthOfAnswers(List<String> frames) {
        return frames.stream()
                .mapToInt(frame ->
                        1 + 32 + 3 + frame.substring(1).replaceAll("@.*", "").length() + 1)
                .sum();
    }

    private void accept(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        scanner.accept(bytes, bytes.length);
    }

    private String said() {
        return output.toString(ISO_8859_1);
    }
}
