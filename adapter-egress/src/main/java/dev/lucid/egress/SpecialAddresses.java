package dev.lucid.egress;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What IANA's special-purpose registries, and a few clouds, keep from the public: which kind an address is of.
 * Of IPv6 only what is handed out as global unicast counts as public, so a block reserved later is refused already.
 */
final class SpecialAddresses {
    /** How far an operator's word goes. */
    enum Openness {
        /** A listed name, address or block opens it. */
        BY_ANY_ENTRY,
        /** Only an entry that names this very block or a part of it does: cloud metadata lives here. */
        BY_OWN_ENTRY,
        /** Nothing does: it is no place to connect to, or it smuggles another address in. */
        NEVER
    }

    /** A kind of address that is not public, in words for a person. */
    record Kind(String name, CidrRange range, Openness openness) {}

    private static final CidrRange GLOBAL_UNICAST = CidrRange.parse("2000::/3");
    private static final CidrRange NAT64 = CidrRange.parse("64:ff9b::/96");
    private static final CidrRange ALL_V6 = CidrRange.parse("::/0");

    private static final List<Kind> KINDS = List.of(
            kind("an unspecified address", "0.0.0.0/8", Openness.NEVER),
            kind("a private address", "10.0.0.0/8", Openness.BY_ANY_ENTRY),
            kind("a cloud platform's own address", "100.100.100.200/32", Openness.BY_OWN_ENTRY),
            kind("a carrier's shared address", "100.64.0.0/10", Openness.BY_ANY_ENTRY),
            kind("a loopback address", "127.0.0.0/8", Openness.BY_ANY_ENTRY),
            kind("a cloud platform's own address", "168.63.129.16/32", Openness.BY_OWN_ENTRY),
            kind("a link-local address", "169.254.0.0/16", Openness.BY_OWN_ENTRY),
            kind("a private address", "172.16.0.0/12", Openness.BY_ANY_ENTRY),
            kind("a protocol's own address", "192.0.0.0/24", Openness.BY_OWN_ENTRY),
            kind("an address for documentation", "192.0.2.0/24", Openness.BY_ANY_ENTRY),
            kind("a relay for another protocol", "192.88.99.0/24", Openness.NEVER),
            kind("a private address", "192.168.0.0/16", Openness.BY_ANY_ENTRY),
            kind("an address for benchmarks", "198.18.0.0/15", Openness.BY_ANY_ENTRY),
            kind("an address for documentation", "198.51.100.0/24", Openness.BY_ANY_ENTRY),
            kind("an address for documentation", "203.0.113.0/24", Openness.BY_ANY_ENTRY),
            kind("a multicast address", "224.0.0.0/4", Openness.NEVER),
            kind("a reserved address", "240.0.0.0/4", Openness.NEVER),
            kind("an unspecified address", "::/128", Openness.NEVER),
            kind("a loopback address", "::1/128", Openness.BY_ANY_ENTRY),
            kind("an IPv4 address in disguise", "::/96", Openness.NEVER),
            kind("a discarding address", "100::/64", Openness.NEVER),
            kind("a protocol's own address", "2001::/23", Openness.NEVER),
            kind("an address for documentation", "2001:db8::/32", Openness.BY_ANY_ENTRY),
            kind("an IPv4 address in disguise", "2002::/16", Openness.NEVER),
            kind("an address for documentation", "3fff::/20", Openness.BY_ANY_ENTRY),
            kind("a cloud platform's own address", "fd00:ec2::254/128", Openness.BY_OWN_ENTRY),
            kind("a cloud platform's own address", "fd00:c1::a9fe:a9fe/128", Openness.BY_OWN_ENTRY),
            kind("a cloud platform's own address", "fd20:ce::254/128", Openness.BY_OWN_ENTRY),
            kind("a private address", "fc00::/7", Openness.BY_ANY_ENTRY),
            kind("a link-local address", "fe80::/10", Openness.BY_OWN_ENTRY),
            kind("a private address", "fec0::/10", Openness.BY_ANY_ENTRY),
            kind("a multicast address", "ff00::/8", Openness.NEVER));

    private static final Kind DISGUISED = new Kind("an IPv4 address in disguise", ALL_V6, Openness.NEVER);
    private static final Kind RESERVED = new Kind("a reserved address", ALL_V6, Openness.NEVER);

    private SpecialAddresses() {}

    /** The kind of an address that is not public; empty for a public one. */
    static Optional<Kind> kindOf(InetAddress address) {
        Optional<Kind> listed =
                KINDS.stream().filter(kind -> kind.range().contains(address)).findFirst();
        if (listed.isPresent()) {
            return listed;
        }
        return address instanceof Inet6Address v6 ? kindOfV6(v6) : Optional.empty();
    }

    private static Optional<Kind> kindOfV6(Inet6Address address) {
        byte[] bytes = address.getAddress();
        InetAddress embedded = CidrRange.address(Arrays.copyOfRange(bytes, 12, 16));
        if (NAT64.contains(address)) {
            return kindOf(embedded).isPresent() ? Optional.of(DISGUISED) : Optional.empty();
        }
        if (isIsatap(bytes)) {
            return Optional.of(DISGUISED);
        }
        return GLOBAL_UNICAST.contains(address) ? Optional.empty() : Optional.of(RESERVED);
    }

    /** ISATAP hides an IPv4 address behind the marker 0000:5efe or 0200:5efe in the interface half. */
    private static boolean isIsatap(byte[] bytes) {
        return (bytes[8] & ~0x03) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
    }

    private static Kind kind(String name, String range, Openness openness) {
        return new Kind(name, CidrRange.parse(range), openness);
    }
}
