package dev.lucid.egress;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.AllowedHosts;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Lets one session's sandbox through to the hosts that the operator names. Each destination that it refuses is logged once, up
 * to a number of them: an agent may ask as often as it likes. Safe for many threads.
 */
final class NamedHosts implements ProxyConnection.Gate {
    private static final Logger LOG = System.getLogger(NamedHosts.class.getName());

    private static final int MOST_LOGGED = 50;

    private final SessionId session;
    private final AllowedHosts hosts;
    private final Set<Destination> logged = new HashSet<>();

    NamedHosts(SessionId session, AllowedHosts hosts) {
        this.session = requireNonNull(session, "session");
        this.hosts = requireNonNull(hosts, "hosts");
    }

    @Override
    public Optional<ProxyAnswer> refusal(Destination to, String authorization) {
        if (hosts.allows(to.host(), to.port())) {
            return Optional.empty();
        }
        if (isNew(to)) {
            LOG.log(
                    Level.INFO,
                    "The sandbox of session {0} asked for {1}, which SANDBOX_ALLOWED_HOSTS does not name",
                    session,
                    to);
        }

        return Optional.of(ProxyAnswer.forbidden("Commands in this sandbox may not reach '" + to
                + "'. The operator of Lucid can name it in SANDBOX_ALLOWED_HOSTS."));
    }

    private boolean isNew(Destination to) {
        synchronized (logged) {
            return logged.size() < MOST_LOGGED && logged.add(to);
        }
    }

    /** The operator has named the port, and so what speaks there. */
    @Override
    public AddressPolicy.Carrying passing(AddressPolicy.Carrying wanted) {
        return AddressPolicy.Carrying.AS_NAMED;
    }
}
