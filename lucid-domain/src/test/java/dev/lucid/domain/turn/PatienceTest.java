package dev.lucid.domain.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.model.ModelFailure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final ModelFailure BUSY = new ModelFailure(ModelFailure.Kind.OVERLOADED, "busy");

    @Test
    void waitsGrowAndEndWithinAMinute() {
        var spent = Duration.ZERO;
        var attempts = 1;
        for (var wait = Patience.wait(BUSY, attempts, spent, 1);
                wait.isPresent();
                wait = Patience.wait(BUSY, attempts, spent, 1)) {
            spent = spent.plus(wait.get());
            attempts++;
        }

        assertThat(attempts).isEqualTo(6);
        assertThat(spent).isLessThan(Patience.LIMIT).isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void aProvidersWishIsRespectedAsFarAsPatienceGoes() {
        var soon = new ModelFailure(ModelFailure.Kind.RATE_LIMITED, "later", Optional.of(Duration.ofSeconds(20)));
        var late = new ModelFailure(ModelFailure.Kind.RATE_LIMITED, "later", Optional.of(Duration.ofSeconds(90)));

        assertThat(Patience.wait(soon, 1, Duration.ZERO, 0.5)).contains(Duration.ofSeconds(20));
        assertThat(Patience.wait(late, 1, Duration.ZERO, 0.5)).isEmpty();
    }

    @Test
    void whatNoRetryHelpsIsNotRetried() {
        for (var kind : ModelFailure.Kind.values()) {
            assertThat(Patience.wait(new ModelFailure(kind, ""), 1, Duration.ZERO, 0)
                            .isPresent())
                    .as(kind.name())
                    .isEqualTo(kind.retriable());
        }
    }
}
