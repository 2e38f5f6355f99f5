package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * Is told of each request but those that open sockets, as it comes and as it is answered, both on the thread that answers
 * it. Must be quick and must not fail.
 */
public interface RequestWatch {
    /** A request has come. */
    Watched began(Arrival arrival);

    /** Watches nothing. */
    static RequestWatch none() {
        return _ -> (_, _) -> {};
    }

    /** What is known of a request before it has come to its route.
     *
     * @param method as the client gave it: it may have invented it
     * @param id under which the log has it
     * @param trace the headers by which the client says what trace it belongs to, as W3C's recommendation names them
     */
    record Arrival(String method, String id, Map<String, String> trace) {
        public Arrival {
            requireNonNull(method, "method");
            requireNonNull(id, "id");
            trace = Map.copyOf(trace);
        }
    }

    /** A request that is watched. */
    interface Watched {
        /** It is answered. {@code route} is its path before the names in it were filled in, {@code none} where nothing is. */
        void ended(String route, int status);
    }
}
