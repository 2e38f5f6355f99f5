package dev.lucid.application;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.chat.Chats;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.Leases;

/** Where chats and their events are kept; often one object is all three. */
record Store(EventLog log, Leases leases, Chats chats) {
    Store {
        requireNonNull(log, "log");
        requireNonNull(leases, "leases");
        requireNonNull(chats, "chats");
    }
}
