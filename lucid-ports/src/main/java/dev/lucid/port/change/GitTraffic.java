package dev.lucid.port.change;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * Git's own conversation with one session's repository, for a client that has no credential: the one in the sandbox.
 * What it reads comes from the origin, asked with the token outside. What it writes goes to Lucid first, which takes only
 * branches of Lucid's, only forward and removes none, and is then pushed to the origin; the client hears how that went.
 * Lucid puts nothing of the token into any answer; what the origin's own objects hold is passed on as it is. Calls take
 * as long as networks take, within a limit. Safe for many threads.
 */
public interface GitTraffic {
    /**
     * Answers one request of git's stateless conversation. What is no such request, or speaks of another repository, is
     * refused, as is a second write while one of the same session is under way. The answer is the caller's to close; its
     * body may still be coming in.
     */
    Answer answer(Remote remote, Request request, StopSignal stop);

    /** A session, the address of its repository's origin, and the origin's token, as for a clone. */
    record Remote(SandboxSpec session, String repository, Optional<Secret> token) {
        public Remote {
            requireNonNull(session, "session");
            requireNonNull(repository, "repository");
            requireNonNull(token, "token");
        }
    }

    /**
     * A request as the client sends it.
     *
     * @param path what follows the repository's own address, like {@code /info/refs}
     * @param query without its question mark; empty if there is none
     * @param headers by lower-case name; only those that belong to the conversation are looked at
     * @param body read once, up to a limit, and not closed
     */
    record Request(String method, String path, String query, Map<String, String> headers, InputStream body) {
        public Request {
            requireNonNull(method, "method");
            requireNonNull(path, "path");
            requireNonNull(query, "query");
            headers = Map.copyOf(headers);
            requireNonNull(body, "body");
        }
    }

    /** What the client is sent. A refusal's body is a sentence for a person. */
    record Answer(int status, Map<String, String> headers, InputStream body) {
        public Answer {
            headers = Map.copyOf(headers);
            requireNonNull(body, "body");
        }
    }
}
