package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.account.UseTickets;

/**
 * Gives users tickets with which their pages open a socket: for one use, soon. So nobody has to put a token into an
 * address, where logs and proxies keep it.
 */
public final class SocketTickets implements Wire {
    private final UseTickets useTickets;

    public SocketTickets(UseTickets useTickets) {
        this.useTickets = requireNonNull(useTickets, "useTickets");
    }

    @Override
    public void lay(Routes routes) {
        routes.user(Method.POST, "/api/v1/ws-tickets", (user, _) -> issued(user));
    }

    @Override
    public void close() {
        // owns nothing
    }

    private Answer issued(UserId user) {
        return Answer.ok(new JsonObject()
                        .put("ticket", useTickets.issue(user).reveal())
                        .put("expiresIn", UseTickets.LIFE.toSeconds())
                        .end())
                .with("Cache-Control", "no-store");
    }
}
