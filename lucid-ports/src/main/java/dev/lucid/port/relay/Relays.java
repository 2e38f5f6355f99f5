package dev.lucid.port.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * Ways from inside a sandbox to Lucid, for commands that have no network. A way in is a session's own: whoever comes
 * through it is in that session's sandbox, and nobody outside gets to it. It asks for no key itself, and bounds how many
 * come at once, how much they bring and how long they stay.
 *
 * <p>Whoever opens ways in and whoever makes sandboxes meet in a folder of the session's name, in {@value #FOLDER} beside
 * the workspaces: a way in makes it, with {@value #SOCKET} to speak through and {@value #KEY} to read, before the session's
 * first command; a sandbox with {@link SandboxAbility#RELAY} shows it at {@value #SHOWN_AT}, and listens at {@value
 * #ADDRESS} on its own loopback for what is to go through. What lies in the folder may change while the sandbox lives.
 *
 * <p>Where the operator names hosts that commands may reach, the folder also holds {@value #OUTLET}, which leads to a proxy
 * that lets through to just these; a sandbox then listens at {@value #PROXY} too, and tells its commands.
 *
 * <p>Safe for many threads. Does not promise that a request which was cut off is not answered meanwhile.
 */
public interface Relays {
    /** Beside the users' folders of workspaces. */
    String FOLDER = ".relay";

    /** In a session's folder: where its sandbox's requests come in. */
    String SOCKET = "lucid.sock";

    /** In a session's folder: what its sandbox shows to be let in, on one line. */
    String KEY = "key";

    /** In a session's folder: where its sandbox's requests to hosts that the operator names go out. */
    String OUTLET = "outlet.sock";

    /** Where commands see their session's folder. */
    String SHOWN_AT = "/run/lucid-relay";

    /** Where commands reach the way in. */
    String ADDRESS = "http://127.0.0.1:5824";

    /** Where commands reach the proxy. */
    String PROXY = "http://127.0.0.1:5825";

    /**
     * Opens the way in for a session, and lays the key where its sandbox finds it. One that is open already, or that a
     * process which is no more has left, is replaced.
     */
    Relay open(SandboxSpec session, Secret key, Handler handler);

    /** Removes what is left of the session's ways in, if there is anything. For the end of a session or of its chat. */
    void discard(SandboxSpec session);

    /** A way in that is open. */
    interface Relay extends AutoCloseable {
        /** Cuts whoever is inside, and removes it with its key, unless another has taken its place. */
        @Override
        void close();
    }

    /** Answers what comes in; called by a thread of each request's own, which it may block. */
    interface Handler {
        Answer answer(Request request);
    }

    /**
     * What a sandbox asks.
     *
     * @param path begins with a slash
     * @param query without its question mark; empty if there is none
     * @param headers by lower-case name; of those that come more than once, the first
     * @param body comes in while it is read
     */
    record Request(String method, String path, String query, Map<String, String> headers, InputStream body) {
        public Request {
            requireNonNull(method, "method");
            requireNonNull(path, "path");
            requireNonNull(query, "query");
            headers = Map.copyOf(headers);
            requireNonNull(body, "body");
        }

        /** The same for a repository whose own address has that path. */
        public GitTraffic.Request below(String root) {
            if (!path.startsWith(root)) {
                throw new IllegalArgumentException(path + " is not below " + root);
            }

            return new GitTraffic.Request(method, path.substring(root.length()), query, headers, body);
        }
    }

    /** What it is told. The body is sent as it can be read, and closed afterwards, whatever happens. */
    record Answer(int status, Map<String, String> headers, InputStream body) {
        public Answer {
            headers = Map.copyOf(headers);
            requireNonNull(body, "body");
        }

        /** What a repository answered. */
        public static Answer of(GitTraffic.Answer answer) {
            return new Answer(answer.status(), answer.headers(), answer.body());
        }

        /** A sentence for a person. */
        public static Answer words(int status, String words) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-cache"),
                    new ByteArrayInputStream((words + "\n").getBytes(UTF_8)));
        }

        /** The same with one more header. */
        public Answer with(String header, String value) {
            var more = new HashMap<>(headers);
            more.put(header, value);

            return new Answer(status, more, body);
        }
    }
}
