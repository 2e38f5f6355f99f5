package dev.lucid.application.turn;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.relay.Relays;

/** What commands in sandboxes may reach of the world outside, and how they come to it. */
public record Inward(Relays relays, GitTraffic traffic) {
    public Inward {
        requireNonNull(relays, "relays");
        requireNonNull(traffic, "traffic");
    }
}
