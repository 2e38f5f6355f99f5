package dev.lucid.port.integration;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.HostedRepository;
import dev.lucid.domain.integration.Integration;
import dev.lucid.domain.integration.PullRequest;
import dev.lucid.domain.integration.PullRequestDraft;
import java.util.List;
import java.util.Optional;

/** Somebody connects their accounts at git hosts, and uses them. */
public interface ConnectHosts {
    /** Asks the host whose token it is, and keeps it if the host knows. */
    Answer<Integration> connect(Command command);

    /** The user's integrations, the oldest first. */
    List<Integration> list(UserId user);

    /** Forgets the token; says whether there was one. */
    boolean disconnect(UserId user, GitProvider provider);

    Answer<List<HostedRepository>> repositories(UserId user, GitProvider provider);

    Answer<List<String>> branches(UserId user, GitProvider provider, String repository);

    /** Opens a pull or merge request; where one is open already for that branch and base, that one is given. */
    Answer<PullRequest> open(Opening opening);

    /**
     * What to open, and where. {@code host}, if there is one, must be the one that the integration is for: its token is
     * shown nowhere else. GitLab's public host counts as none.
     */
    record Opening(UserId user, GitProvider provider, Optional<String> host, PullRequestDraft draft) {
        public Opening {
            requireNonNull(user, "user");
            requireNonNull(provider, "provider");
            requireNonNull(host, "host");
            requireNonNull(draft, "draft");
        }
    }

    /** A token and whose it is; {@code host} is the address of a host of somebody's own. */
    record Command(UserId user, GitProvider provider, Secret token, Optional<String> host) {
        public Command {
            requireNonNull(user, "user");
            requireNonNull(provider, "provider");
            requireNonNull(token, "token");
            requireNonNull(host, "host");
        }
    }

    /** Closed for ever. */
    sealed interface Answer<T> {
        record Given<T>(T value) implements Answer<T> {}

        /** The user has no integration of that provider. */
        record NotConnected<T>() implements Answer<T> {}

        /** The host could not or would not. */
        record Failed<T>(HostAnswer.Failed<?> why) implements Answer<T> {}
    }
}
