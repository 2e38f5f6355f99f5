package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedPrivateHostsTest {
    @Test
    void namesAddressesAndBlocksAreReadWithAndWithoutPorts() {
        var hosts = AllowedPrivateHosts.parse(
                " Git.Internal., git.internal:8443,10.1.0.0/16, 127.0.0.1:8080 ,, [fd00::7]:443, fd00::/8");

        assertThat(hosts.entries())
                .isEqualTo(List.of(
                        new AllowedPrivateHosts.Named("git.internal", OptionalInt.empty()),
                        new AllowedPrivateHosts.Named("git.internal", OptionalInt.of(8443)),
                        new AllowedPrivateHosts.Block(CidrRange.parse("10.1.0.0/16"), OptionalInt.empty()),
                        new AllowedPrivateHosts.Block(CidrRange.parse("127.0.0.1"), OptionalInt.of(8080)),
                        new AllowedPrivateHosts.Block(CidrRange.parse("fd00::7"), OptionalInt.of(443)),
                        new AllowedPrivateHosts.Block(CidrRange.parse("fd00::/8"), OptionalInt.empty())));
    }

    @Test
    void anEmptyListHasNoEntries() {
        assertThat(AllowedPrivateHosts.parse("  ")).isEqualTo(AllowedPrivateHosts.none());
    }

    @Test
    void allUnreadableEntriesAreReportedTogether() {
        assertThatThrownBy(() -> AllowedPrivateHosts.parse("10.0.0.0/40, ok.test, a b, host:99999, 300.1.1.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'10.0.0.0/40'", "'a b'", "'host:99999'", "'300.1.1.1'", "git.internal")
                .hasMessageNotContaining("'ok.test'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0/x", "http://host", "host:", "[::1", "[::1]x", "*", "host/8", "host:-1", "host:+80"})
    void whatIsNoEntryIsRefused(String text) {
        assertThatThrownBy(() -> AllowedPrivateHosts.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void blocksEndWhereTheirPrefixSays() {
        var range = CidrRange.parse("10.1.0.0/15");

        assertThat(List.of("10.0.0.0", "10.1.255.255", "10.0.3.4"))
                .allMatch(address -> range.contains(InetAddress.ofLiteral(address)));
        assertThat(List.of("10.2.0.0", "9.255.255.255", "::ffff:a02:0"))
                .noneMatch(address -> range.contains(InetAddress.ofLiteral(address)));
    }
}
