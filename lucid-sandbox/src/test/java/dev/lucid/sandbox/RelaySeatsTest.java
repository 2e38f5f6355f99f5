package dev.lucid.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.SandboxSpec;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RelaySeatsTest {
    private static final RelaySeats.Most MOST = new RelaySeats.Most(4, 4, 16, Duration.ZERO);

    @Test
    void whoeverIsAloneHasAllThatAUserMayHave() {
        var seats = new RelaySeats(MOST);

        assertThat(takenBy(seats, "ada")).isEqualTo(4);
    }

    @Test
    void aFewWhoTakeAllTheyCanLeaveOthersTheLastQuarter() {
        var seats = new RelaySeats(MOST);
        for (var user = 0; user < 3; user++) {
            assertThat(takenBy(seats, "greedy" + user)).isEqualTo(4);
        }
        for (var user = 0; user < 4; user++) {
            assertThat(takenBy(seats, "late" + user)).isEqualTo(1);
        }
        assertThat(takenBy(seats, "too late")).isZero();
    }

    @Test
    void whatOneGivesBackOthersHave() {
        var seats = new RelaySeats(new RelaySeats.Most(1, 1, 1, Duration.ZERO));
        var ada = of("ada");
        assertThat(seats.take(ada)).isTrue();
        assertThat(seats.take(of("bob"))).isFalse();

        seats.give(ada);

        assertThat(seats.take(of("bob"))).isTrue();
    }

    private static int takenBy(RelaySeats seats, String user) {
        var taken = 0;
        while (seats.take(of(user))) {
            taken++;
        }

        return taken;
    }

    private static SandboxSpec of(String user) {
        return new SandboxSpec(UserId.ofSubject(user), new SessionId(UUID.randomUUID()));
    }
}
