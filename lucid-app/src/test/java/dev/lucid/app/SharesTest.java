package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.egress.ProxyLimits;
import dev.lucid.javalin.RelayLimits;
import org.junit.jupiter.api.Test;

/** What is shared by sandboxes and by Lucid itself, and limited in two places. */
class SharesTest {
    @Test
    void sandboxesHoldHalfOfTheWaysToAHostAtMost() {
        var proxy = ProxyLimits.standard();
        var conversations = RelayLimits.standard(1).conversations();

        assertThat(conversations.ofAll()).isLessThanOrEqualTo(proxy.toOneHost() / 2);
        assertThat(conversations.ofUser()).isLessThanOrEqualTo(conversations.ofAll() / 4);
    }

    @Test
    void eachTurnHasASocketToItsSandboxAndAlsoWhereOneUserHasThemAll() {
        assertThat(RelayLimits.standard(200).sockets() / 2).isGreaterThan(200);
    }
}
