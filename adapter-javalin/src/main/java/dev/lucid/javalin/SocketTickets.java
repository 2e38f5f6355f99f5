package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

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
        routes.credential(Method.POST, "/api/v1/ws-tickets", this::issued);
    }

    @Override
    public void close() {
        // owns nothing
    }

    private Answer issued(Identity.Known known) {
        return Answer.ok(new JsonObject()
                        .put(
                                "ticket",
                                useTickets
                                        .issue(new UseTickets.Holder(known.user(), known.until()))
                                        .reveal())
                        .put("expiresIn", UseTickets.LIFE.toSeconds())
                        .end())
                .with("Cache-Control", "no-store");
    }
}
