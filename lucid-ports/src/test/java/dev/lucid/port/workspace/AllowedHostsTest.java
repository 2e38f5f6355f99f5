package dev.lucid.port.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
    private static final AllowedHosts HOSTS = AllowedHosts.parse(
            "pypi.org, *.Example.org., registry.internal:8443, bücher.example, [2001:DB8:0::7], 10.0.0.5:80");

    @ParameterizedTest
    @CsvSource({
        "pypi.org, 443",
        "pypi.org, 80",
        "PyPI.org, 443",
        "pypi.org., 443",
        "a.example.org, 443",
        "a.b.EXAMPLE.org, 80",
        "registry.internal, 8443",
        "xn--bcher-kva.example, 443",
        "bücher.example, 443",
        "BÜCHER.example, 443",
        "[2001:db8::7], 443",
        "2001:db8:0:0:0:0:0:7, 80",
        "10.0.0.5, 80"
    })
    void whatIsNamedIsAllowedHoweverItIsWritten(String host, int port) {
        assertThat(HOSTS.allows(host, port)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "pypi.org, 22",
        "pypi.org, 8443",
        "www.pypi.org, 443",
        "evilpypi.org, 443",
        "pypi.org.evil.net, 443",
        "pypi.org.., 443",
        "example.org, 443",
        "evilexample.org, 443",
        ".example.org, 443",
        "a.example.org.evil.net, 443",
        "a@b.example.org, 443",
        "'a b.example.org', 443",
        "a/.example.org, 443",
        "'a\n.example.org', 443",
        "registry.internal, 443",
        "xn--bcher.example, 443",
        "10.0.0.5, 443",
        "10.0.0.50, 80",
        "0xa.5, 80",
        "10.5, 80",
        "010.0.0.5, 80",
        "167772165, 80",
        "[10.0.0.5], 80",
        "[::ffff:10.0.0.6], 80",
        "[2001:db8::7%1], 443",
        "'', 443"
    })
    void whatOnlyLooksLikeItIsNot(String host, int port) {
        assertThat(HOSTS.allows(host, port)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*.org",
                "*pypi.org",
                "a.*.org",
                "*.*.example.org",
                "*.10.0.0.1",
                "https://pypi.org",
                "pypi.org/simple",
                "me@pypi.org",
                "pypi.org:",
                "pypi.org:0",
                "pypi.org:65536",
                "pypi.org:https",
                "[pypi.org]",
                "[::1",
                "::1%lo",
                "127.1",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "2130706433",
                "256.0.0.1",
                "a..b",
                "-a.org",
                "a b.org"
            })
    void whatNamesNoHostIsRefusedWithItsOwnWords(String entry) {
        assertThatThrownBy(() -> AllowedHosts.parse("pypi.org, " + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + entry + "' (", "registry.internal:8443");
    }

    /** Of a host that is named without a port only what says its name is meant; an address has no other. */
    @ParameterizedTest
    @CsvSource({
        "pypi.org, 443, BY_NAME",
        "pypi.org, 80, BY_NAME",
        "a.example.org, 443, BY_NAME",
        "registry.internal, 8443, ANYTHING",
        "10.0.0.5, 80, ANYTHING",
        "2001:db8::7, 443, ANYTHING",
        "pypi.org, 8443, NOTHING"
    })
    void whereThePortIsWrittenAnythingPasses(String host, int port, AllowedHosts.Passing passing) {
        assertThat(HOSTS.passing(host, port)).isEqualTo(passing);
        assertThat(AllowedHosts.parse("*.example.org, a.example.org:443").passing("a.example.org", 443))
                .isEqualTo(AllowedHosts.Passing.ANYTHING);
    }

    /** Of these two systems of names one says that the first is strasse.example, which is another's. */
    @ParameterizedTest
    @ValueSource(
            strings = {"straße.example", "ﬁle.example", "www。example.org", "βόλος.example", "bu\u0308cher.example"})
    void aNameThatIsReadInTwoWaysHasToBeWrittenAsItGoesOverTheWire(String name) {
        assertThatThrownBy(() -> AllowedHosts.parse(name)).hasMessageContaining("xn--");
        assertThat(AllowedHosts.parse("strasse.example, xn--strae-oqa.example, file.example, www.example.org")
                        .allows(name, 443))
                .isFalse();
    }

    @Test
    void nothingIsNothing() {
        assertThat(AllowedHosts.parse(" , ")).isEqualTo(AllowedHosts.NONE);
        assertThat(AllowedHosts.NONE.allows("pypi.org", 443)).isFalse();
        assertThat(AllowedHosts.NONE.words()).isEqualTo("no network");
    }

    @Test
    void aPersonIsToldWhatMayBeReached() {
        assertThat(HOSTS.words())
                .isEqualTo("no network but pypi.org, *.example.org, registry.internal:8443, xn--bcher-kva.example,"
                        + " [2001:db8:0:0:0:0:0:7], 10.0.0.5:80");
    }

    @Test
    void addressesAreToldFromNames() {
        assertThat(HOSTS.hosts().stream().filter(AllowedHosts.Host::isAddress).map(AllowedHosts.Host::name))
                .containsExactly("2001:db8:0:0:0:0:0:7", "10.0.0.5");
    }
}
