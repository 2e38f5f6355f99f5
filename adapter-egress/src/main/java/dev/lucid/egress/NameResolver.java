package dev.lucid.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Turns a host, a name or a written address, into addresses. Promises neither the same answer twice nor an honest
 * one: whoever uses it judges the answer and dials that answer, never the name.
 */
@FunctionalInterface
public interface NameResolver {
    /**
     * Resolves once, blocking; at least one address.
     *
     * @throws UnknownHostException if there is none
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;

    /** The machine's own resolver. */
    static NameResolver system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}
