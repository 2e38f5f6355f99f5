package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.AllowedHosts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets one session's sandbox through to the hosts that the operator names. Each destination that it refuses is logged once, up
 * to a number of them: an agent may ask as often as it likes. A host that is named without a port is reached by that name alone. Safe for many threads.
 */
final class NamedHosts implements ProxyConnection.Gate {
    private static final Logger LOG = System.getLogger(NamedHosts.class.getName());

    private static final int MOST_LOGGED = 50;
    private static final int TLS_PORT = 443;
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,253}");
    private static final String NOT_NAMED =
            "Commands in this sandbox may not reach '%s'. The operator of Lucid can name it in SANDBOX_ALLOWED_HOSTS.";
    private static final String TUNNEL =
            "Commands in this sandbox may not open a tunnel to '%s', only send plain requests."
                    + " The operator of Lucid can name it in SANDBOX_ALLOWED_HOSTS with its port.";

    private final SessionId session;
    private final AllowedHosts hosts;
    private final Set<String> logged = new HashSet<>();

    NamedHosts(SessionId session, AllowedHosts hosts) {
        this.session = requireNonNull(session, "session");
        this.hosts = requireNonNull(hosts, "hosts");
    }

    @Override
    public Optional<ProxyAnswer> refusal(Destination to, AddressPolicy.Carrying wanted, String authorization) {
        return switch (hosts.passing(to.host(), to.port())) {
            case ANYTHING -> Optional.empty();
            case BY_NAME ->
                wanted == AddressPolicy.Carrying.TLS && to.port() != TLS_PORT
                        ? Optional.of(refused(
                                to,
                                "asked for a tunnel to {1}, which SANDBOX_ALLOWED_HOSTS names without a port",
                                TUNNEL))
                        : Optional.empty();
            case NOTHING ->
                Optional.of(refused(to, "asked for {1}, which SANDBOX_ALLOWED_HOSTS does not name", NOT_NAMED));
        };
    }

    private ProxyAnswer refused(Destination to, String what, String reason) {
        log(to, what, "");

        return ProxyAnswer.forbidden(reason.formatted(to));
    }

    /** Where the operator has written the port, he knows what speaks there. Elsewhere a tunnel has to say whom it is for. */
    @Override
    public AddressPolicy.Carrying passing(Destination to, AddressPolicy.Carrying wanted) {
        return switch (hosts.passing(to.host(), to.port())) {
            case BY_NAME ->
                wanted == AddressPolicy.Carrying.TLS
                        ? AddressPolicy.Carrying.NAMED_TLS
                        : AddressPolicy.Carrying.AS_NAMED;
            case ANYTHING, NOTHING -> AddressPolicy.Carrying.AS_NAMED;
        };
    }

    @Override
    public void misnamed(Destination to, Optional<String> name) {
        log(
                to,
                "asked for {1} and was cut, as it spoke {2} through the tunnel",
                name.map(said -> NAME.matcher(said).matches() ? "TLS to " + said : "TLS to what is no name")
                        .orElse("no TLS that names a host"));
    }

    private void log(Destination to, String what, String spoken) {
        if (isNew(to + " " + spoken)) {
            LOG.log(Level.INFO, "The sandbox of session {0} " + what, session, to, spoken);
        }
    }

    private boolean isNew(String refused) {
        synchronized (logged) {
            return logged.size() < MOST_LOGGED && logged.add(refused);
        }
    }
}
