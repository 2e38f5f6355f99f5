package dev.lucid.domain.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClipTest {
    private static final String FACE = "\uD83D\uDE00";

    @Test
    void aClipKeepsBothEndsAndCutsNoCharacterInTwo() {
        var faces = FACE.repeat(50);

        for (var max = 10; max < 60; max++) {
            var clipped = Clip.headAndTail(faces, max);
            assertThat(clipped.chars()
                                    .filter(c -> Character.isSurrogate((char) c))
                                    .count()
                            % 2)
                    .isZero();
            assertThat(clipped).startsWith(FACE).endsWith(FACE).contains("characters left out");
        }
    }

    @Test
    void whatIsShortStaysAsItIs() {
        assertThat(Clip.headAndTail("short", 10)).isEqualTo("short");
    }
}
