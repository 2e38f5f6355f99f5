package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelaySeats;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Users who take all that they can get of the ways out, and others beside them. */
@Timeout(60)
class OutletCrowdTest {
    private static final String HOST = "site.test:8443";
    private static final Duration AT_ONCE = Duration.ofMillis(100);

    @TempDir
    private Path base;

    @Test
    void oneWhoHoldsManyConnectionsToAHostKeepsNobodyElseFromIt() throws Exception {
        try (var outlets = outlets(OutletsUnderTest.limits(8, 8, 64, AT_ONCE))) {
            tunnels(outlets, outlets.sessionOf("ada"), 8);

            tunnels(outlets, outlets.sessionOf("bob"), 1);
        }
    }

    @Test
    void aFewWhoHoldAllTheyMayLeaveOthersAWayOut() throws Exception {
        try (var outlets = outlets(OutletsUnderTest.limits(4, 4, 16, AT_ONCE))) {
            for (var user = 0; user < 3; user++) {
                tunnels(outlets, outlets.sessionOf("greedy" + user), 4);
            }
            var fourth = outlets.sessionOf("greedy3");
            tunnels(outlets, fourth, 1);
            assertThat(outlets.client(fourth).connect(HOST).head()).startsWith("HTTP/1.1 503 ");

            tunnels(outlets, outlets.sessionOf("late"), 1);
        }
    }

    @Test
    void whoComesTooFastWaits() throws Exception {
        var limits = new OutletLimits(
                16, new OutletLimits.Rate(2, 10), new RelaySeats.Most(8, 8, 32, AT_ONCE), ProxyLimits.standard());
        try (var outlets = outlets(limits)) {
            var start = System.nanoTime();

            tunnels(outlets, outlets.sessionOf("ada"), 6);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
        }
    }

    private OutletsUnderTest outlets(OutletLimits limits) throws IOException {
        return new OutletsUnderTest(base, HOST, OutletsUnderTest.publicly(), limits);
    }

    private static void tunnels(OutletsUnderTest outlets, SandboxSpec session, int count) throws IOException {
        for (var i = 0; i < count; i++) {
            assertThat(outlets.client(session).connect(HOST).head()).startsWith("HTTP/1.1 200 ");
        }
    }
}
