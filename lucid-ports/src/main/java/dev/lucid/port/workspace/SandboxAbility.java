package dev.lucid.port.workspace;

/** What a kind of sandbox may lack; a lack is a proper refusal. Grows in minor versions. */
public enum SandboxAbility {
    /** A limit on memory ends the command, and nothing else. */
    MEMORY_LIMIT,

    /** Commands reach what {@link dev.lucid.port.relay.Relays} opened for their session, and nobody else's, at {@link
     * dev.lucid.port.relay.Relays#ADDRESS}. */
    RELAY
}
