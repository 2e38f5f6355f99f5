package dev.lucid.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8PiecesTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void cutsAnywhereGiveTheTextOfTheWhole(long seed) {
        var random = new Random(seed);
        byte[] bytes = bytes(random);
        var text = new StringBuilder();
        var pieces = new Utf8Pieces(piece -> {
            assertThat(piece).isNotEmpty();
            text.append(piece);
        });
        for (int at = 0; at < bytes.length; ) {
            int to = Math.min(bytes.length, at + 1 + random.nextInt(7));
            pieces.accept(Arrays.copyOfRange(bytes, at, to));
            at = to;
        }
        pieces.end();

        assertThat(text).hasToString(new String(bytes, UTF_8));
    }

    private static byte[] bytes(Random random) {
        if (random.nextBoolean()) {
            byte[] noise = new byte[2_000];
            random.nextBytes(noise);
            return noise;
        }
        var text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            int any = random.nextInt(4) == 0 ? 0x1F600 + random.nextInt(50) : random.nextInt(0xD800);
            text.appendCodePoint(any);
        }

        return text.toString().getBytes(UTF_8);
    }
}
