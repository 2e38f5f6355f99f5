package dev.lucid.app;

import dev.lucid.egress.AllowedPrivateHosts;
import dev.lucid.port.workspace.AllowedHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What values may not be set beside each other, although each of them may be set. */
final class Together {
    private Together() {}

    /** Sentences for a person, as far as the values can be read at all. */
    static List<String> faults(Map<Variable, String> given) {
        var faults = new ArrayList<String>();
        var hosts = given(given, Variable.SANDBOX_ALLOWED_HOSTS)
                .map(AllowedHosts::parse)
                .orElse(AllowedHosts.NONE);
        if (!hosts.isEmpty() && given(given, Variable.DOCKER_NETWORK).isPresent()) {
            faults.add(
                    "SANDBOX_ALLOWED_HOSTS and DOCKER_NETWORK can't both be set: in a network of the engine's, commands"
                            + " reach more than the hosts that are named. Take one of them out.");
        }
        var listed = given(given, Variable.ALLOWED_PRIVATE_HOSTS)
                .map(AllowedPrivateHosts::parse)
                .orElse(AllowedPrivateHosts.none());
        hosts.hosts().stream()
                .filter(AllowedHosts.Host::isAddress)
                .filter(host -> !host.ports().stream().allMatch(port -> listed.listsAddress(host.name(), port)))
                .forEach(host -> faults.add("SANDBOX_ALLOWED_HOSTS names the address " + host
                        + ", which ALLOWED_PRIVATE_HOSTS does not: list it there too, or name a host."));

        return faults;
    }

    private static Optional<String> given(Map<Variable, String> given, Variable variable) {
        return Optional.ofNullable(given.get(variable))
                .filter(value -> variable.fault(value).isEmpty());
    }
}
