package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long TENTH = 100_000_000;

    @Test
    void soManyComeAtOnceAndThenSoManyASecond() {
        var pace = new Pace(new OutletLimits.Rate(3, 10), 0);
        for (var i = 0; i < 3; i++) {
            assertThat(pace.take(0)).isZero();
        }

        assertThat(pace.take(0)).isEqualTo(TENTH);
        assertThat(pace.take(TENTH)).isEqualTo(TENTH);
    }

    @Test
    void whoHasRestedHasAsManyAtOnceAgainAndNoMore() {
        var pace = new Pace(new OutletLimits.Rate(3, 10), 0);
        pace.take(0);
        for (var i = 0; i < 3; i++) {
            assertThat(pace.take(1_000 * TENTH)).isZero();
        }

        assertThat(pace.take(1_000 * TENTH)).isEqualTo(TENTH);
    }
}
