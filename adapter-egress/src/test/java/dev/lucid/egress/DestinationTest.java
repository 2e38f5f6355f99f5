package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
    @Test
    void spellingsOfOneHostAreOneDestination() {
        assertThat(Destination.parse("EXAMPLE.org.:443", 80)).isEqualTo(new Destination("example.org", 443));
        assertThat(Destination.parse("example.org", 443)).isEqualTo(new Destination("example.org", 443));
        assertThat(Destination.parse("[FD00::1]:8443", 443)).isEqualTo(new Destination("fd00::1", 8443));
        assertThat(new Destination("fd00::1", 8443).authority()).isEqualTo("[fd00::1]:8443");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":443",
                "host:",
                "host:0",
                "host:65536",
                "host:x",
                "host:+80",
                "host:-1",
                "host:\u0661",
                "a b:1",
                "user@host:1",
                "host/path:1",
                "host\r\nX: y:1",
                "fe80::1%eth0:1",
                "-host:1",
                "h\u00f6st:1"
            })
    void whatIsNoHostAndPortIsRefused(String authority) {
        assertThatThrownBy(() -> Destination.parse(authority, 443)).isInstanceOf(IllegalArgumentException.class);
    }
}
