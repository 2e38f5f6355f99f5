package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.egress.AddressPolicy.Carrying;
import dev.lucid.egress.AddressPolicy.Verdict;
import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
    private static final Destination SITE = new Destination("example.org", 443);

    private final AddressPolicy strict = new AddressPolicy(AllowedPrivateHosts.none());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2001:4860:4860::8888",
                "2a00:1450:4001::1",
                "64:ff9b::808:808"
            })
    void publicAddressesAreAllowed(String address) {
        assertThat(judge(strict, address)).isEqualTo(new Verdict.Allowed(List.of(ip(address)), false));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, unspecified",
        "10.0.0.1, private",
        "100.64.0.1, carrier",
        "100.100.100.200, cloud",
        "fd00:ec2::254, cloud",
        "fd00:c1::a9fe:a9fe, cloud",
        "fd20:ce::254, cloud",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "168.63.129.16, cloud",
        "169.254.169.254, link-local",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.192, protocol",
        "192.0.2.1, documentation",
        "192.88.99.1, relay",
        "192.168.1.1, private",
        "198.18.0.1, benchmarks",
        "203.0.113.9, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, reserved",
        "::, unspecified",
        "::1, loopback",
        "::ffff:127.0.0.1, loopback",
        "::ffff:169.254.169.254, link-local",
        "::7f00:1, disguise",
        "64:ff9b::7f00:1, disguise",
        "64:ff9b::a9fe:a9fe, disguise",
        "64:ff9b:1::808:808, reserved",
        "2002:7f00:1::, disguise",
        "2002:808:808::1, disguise",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, protocol",
        "2001:db8::1, documentation",
        "2600:1f00::5efe:7f00:1, disguise",
        "2600:1f00::200:5efe:808:808, disguise",
        "3fff::1, documentation",
        "100::1, discarding",
        "fc00::1, private",
        "fe80::1, link-local",
        "fec0::1, private",
        "ff02::1, multicast",
        "4000::1, reserved",
        "a000::1, reserved"
    })
    void everyOtherKindIsRefusedByItsName(String address, String kind) {
        assertThat(judge(strict, address))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason())
                                .contains(kind)
                                .contains("'example.org'")
                                .doesNotContain(address + ","));
    }

    /** The judge here is the JDK's own idea of special addresses, and arithmetic on the plain number. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noRandomAddressTheJdkCallsSpecialIsEverAllowed(long seed) {
        var random = new Random(seed);
        int special = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = randomAddress(random);
            InetAddress address = CidrRange.address(bytes);
            if (isSpecial(address)) {
                special++;
                assertThat(strict.judge(SITE, List.of(address), Carrying.TLS))
                        .as("seed %d: %s", seed, address)
                        .isInstanceOf(Verdict.Refused.class);
            }
        }

        assertThat(special).isGreaterThan(2_000);
    }

    /** However an address that is refused is wrapped up, it stays refused. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void wrappingARefusedAddressNeverOpensIt(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] v4 = new byte[4];
            random.nextBytes(v4);
            v4[0] = Stream.of(10, 127, 169, 192, 172, 0, 224, 100)
                    .map(Integer::byteValue)
                    .toList()
                    .get(random.nextInt(8));
            InetAddress plain = CidrRange.address(v4);
            if (strict.judge(SITE, List.of(plain), Carrying.TLS) instanceof Verdict.Refused) {
                assertThat(wrappings(v4))
                        .allSatisfy(wrapped -> assertThat(strict.judge(SITE, List.of(wrapped), Carrying.TLS))
                                .as("seed %d: %s in %s", seed, plain, wrapped)
                                .isInstanceOf(Verdict.Refused.class));
            }
        }
    }

    @Test
    void oneBadAddressRefusesTheWholeAnswer() {
        var verdict = strict.judge(SITE, List.of(ip("8.8.8.8"), ip("10.0.0.1")), Carrying.TLS);

        assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void anEmptyAnswerIsRefused() {
        assertThat(strict.judge(SITE, List.of(), Carrying.TLS)).isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aListedNameOpensWhateverPrivateAddressItLeadsTo() {
        var policy = policy("example.org");

        assertThat(judge(policy, "10.1.2.3")).isEqualTo(new Verdict.Allowed(List.of(ip("10.1.2.3")), true));
        assertThat(judge(policy, "127.0.0.1")).isInstanceOf(Verdict.Allowed.class);
        assertThat(policy.judge(new Destination("other.org", 443), List.of(ip("10.1.2.3")), Carrying.TLS))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void aListedNameNeverOpensCloudMetadata() {
        assertThat(judge(policy("example.org"), "169.254.169.254")).isInstanceOf(Verdict.Refused.class);
        assertThat(judge(policy("0.0.0.0/0"), "169.254.169.254")).isInstanceOf(Verdict.Refused.class);
        assertThat(judge(policy("169.254.169.254"), "169.254.169.254")).isInstanceOf(Verdict.Allowed.class);
        assertThat(judge(policy("example.org, 100.64.0.0/10"), "100.100.100.200"))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(judge(policy("100.100.100.200"), "100.100.100.200")).isInstanceOf(Verdict.Allowed.class);
        assertThat(judge(policy("example.org, fd00::/8"), "fd00:ec2::254")).isInstanceOf(Verdict.Refused.class);
        assertThat(judge(policy("fd00:ec2::254"), "fd00:ec2::254")).isInstanceOf(Verdict.Allowed.class);
    }

    @Test
    void nothingOpensMulticastOrAnUnspecifiedAddress() {
        var policy = policy("0.0.0.0/0, ::/0, example.org, 0.0.0.0, 224.0.0.1");

        assertThat(List.of("0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1", "2002:7f00:1::"))
                .allSatisfy(address -> assertThat(judge(policy, address)).isInstanceOf(Verdict.Refused.class));
    }

    @Test
    void anEntryWithAPortOpensThatPortAlone() {
        var policy = policy("127.0.0.1:8080");
        var addresses = List.of(ip("127.0.0.1"));

        assertThat(policy.judge(new Destination("a.test", 8080), addresses, Carrying.PLAIN_HTTP))
                .isInstanceOf(Verdict.Allowed.class);
        assertThat(policy.judge(new Destination("a.test", 8081), addresses, Carrying.PLAIN_HTTP))
                .isInstanceOf(Verdict.Refused.class);
    }

    @Test
    void plainHttpGoesOnlyToWhatIsListed() {
        var addresses = List.of(ip("8.8.8.8"));

        assertThat(strict.judge(new Destination("example.org", 80), addresses, Carrying.PLAIN_HTTP))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains("use https"));
        assertThat(policy("example.org").judge(new Destination("example.org", 80), addresses, Carrying.PLAIN_HTTP))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 25, 53, 80, 1023})
    void lowPortsOfPublicHostsAreClosed(int port) {
        assertThat(strict.judge(new Destination("example.org", port), List.of(ip("8.8.8.8")), Carrying.TLS))
                .isInstanceOf(Verdict.Refused.class);
    }

    private static Verdict judge(AddressPolicy policy, String address) {
        return policy.judge(SITE, List.of(ip(address)), Carrying.TLS);
    }

    private static AddressPolicy policy(String exceptions) {
        return new AddressPolicy(AllowedPrivateHosts.parse(exceptions));
    }

    private static InetAddress ip(String text) {
        return InetAddress.ofLiteral(text);
    }

    private static byte[] randomAddress(Random random) {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(bytes);
        if (random.nextInt(3) == 0) {
            byte[] starts = {0, 10, 100, 127, (byte) 169, (byte) 172, (byte) 192, (byte) 224, (byte) 0xfe, (byte) 0xfc};
            bytes[0] = starts[random.nextInt(starts.length)];
        }
        if (bytes[0] == (byte) 169 && random.nextBoolean()) {
            bytes[1] = (byte) 254;
        }
        return bytes;
    }

    private static boolean isSpecial(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean outsideGlobalUnicast = bytes.length == 16 && (bytes[0] & 0xe0) != 0x20;
        boolean reserved = bytes.length == 4 && (bytes[0] == 0 || (bytes[0] & 0xff) >= 224);
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || outsideGlobalUnicast
                || reserved;
    }

    private static List<InetAddress> wrappings(byte[] v4) {
        return Stream.of("::%s", "64:ff9b::%s", "2002:%s::1", "2600:1f00::5efe:%s", "::ffff:0:%s")
                .map(form -> form.formatted(
                        "%02x%02x:%02x%02x".formatted(v4[0] & 0xff, v4[1] & 0xff, v4[2] & 0xff, v4[3] & 0xff)))
                .map(AddressPolicyTest::ip)
                .toList();
    }
}
