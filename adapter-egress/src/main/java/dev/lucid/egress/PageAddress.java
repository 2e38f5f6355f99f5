package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;

/** An http or https address that names a host and carries no credential. */
record PageAddress(URI uri) {
    PageAddress {
        requireNonNull(uri, "uri");
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("Only http and https addresses can be fetched.");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("The address must name a host, and no user or password.");
        }
        destination(uri, scheme.equals("https"));
    }

    /** Fails with {@link IllegalArgumentException}, in words for whoever gave the address. */
    static PageAddress of(URI address) {
        try {
            return new PageAddress(withoutFragment(address));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + address + "' can't be fetched: " + e.getMessage(), e);
        }
    }

    /** Where a Location header leads from here. */
    PageAddress redirectedTo(String location) {
        return new PageAddress(withoutFragment(uri.resolve(location)));
    }

    boolean isTls() {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    Destination destination() {
        return destination(uri, isTls());
    }

    AddressPolicy.Carrying carrying() {
        return isTls() ? AddressPolicy.Carrying.TLS : AddressPolicy.Carrying.PLAIN_HTTP;
    }

    private static Destination destination(URI uri, boolean tls) {
        return Destination.parse(uri.getRawAuthority(), tls ? 443 : 80);
    }

    private static URI withoutFragment(URI uri) {
        String text = uri.toString();
        int hash = text.indexOf('#');
        return hash < 0 ? uri : URI.create(text.substring(0, hash));
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
