package dev.lucid.cli;

import dev.lucid.domain.identity.Secret;
import java.util.List;
import java.util.Optional;

/**
 * Lucid on this machine. Everything is opened only when a command needs it. What keeps a method from its work is a
 * {@link CannotStart}.
 */
public interface Installation {
    /** Opens the data directory for a command that ends by itself. */
    Engine open(Choices choices, Purpose purpose);

    /** What a command opens Lucid for. Closed for ever. */
    enum Purpose {
        /** To see what there is. */
        LOOK,
        /** To let an agent work. */
        WORK
    }

    /** Starts the server; it runs every chat that wants a runner. */
    Server serve(Choices choices, ListenAddress address);

    /** Keeps a token for a server, once that has taken it. */
    void login(Choices choices, ServerAddress server, Secret token);

    /** Forgets the token that is kept, and says for which server it was; empty if there was none. */
    Optional<String> logout(Choices choices);

    /** Looks at what Lucid needs and finds on this machine. Changes nothing. */
    List<Finding> examine(Choices choices);

    /** Brings a database to this version's schema, as its owner, and says what was done. */
    List<String> migrate(String ownerAddress);

    /** Brings what lies encrypted under the configured key, as far as that key or an earlier one opens it. */
    Rotation rotateKey(Choices choices);

    /** What version this is. */
    String version();

    /** A server that runs. */
    interface Server extends AutoCloseable {
        /** Where it answers. */
        String address();

        /** What a person should know, a sentence each. */
        List<String> notices();

        /** Stops listening, then ends turns, sandboxes and the database, within ten seconds. */
        @Override
        void close();
    }
}
