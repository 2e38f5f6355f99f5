package dev.lucid.javalin;

/** One protocol that clients speak: what it serves at which path. Knows nothing of the server that carries it. */
public interface Wire extends AutoCloseable {
    /** Says what is served. Called once, before the server starts. */
    void lay(Routes routes);

    /** Ends what the wire has under way. Called once, after the last of its sockets is closed. */
    @Override
    void close();
}
