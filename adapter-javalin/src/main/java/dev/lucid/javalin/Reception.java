package dev.lucid.javalin;

/** Begins a conversation with a client whose socket has just been opened. */
@FunctionalInterface
public interface Reception {
    /**
     * A wire that speaks with a {@code visitor} whose user is not known yet has to ask for a token first, and serves
     * nothing before. Must not block.
     */
    Talk greet(Visitor visitor, Line line);
}
