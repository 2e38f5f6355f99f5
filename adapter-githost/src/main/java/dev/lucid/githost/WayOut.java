package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

/**
 * The forward proxy that all of git's http and https goes through, and what is asked of hosts that users name. Takes its
 * password as Basic's and as a bearer's token. Prints without it.
 */
public record WayOut(String host, int port, String user, String password) {
    public WayOut {
        requireNonNull(host, "host");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
    }

    String address() {
        return "http://" + user + ":" + password + "@" + host + ":" + port;
    }

    /** For clients that drop Basic before a tunnel, as Java's own does unless told otherwise. */
    String bearer() {
        return "Bearer " + password;
    }

    @Override
    public String toString() {
        return "WayOut[" + host + ":" + port + "]";
    }
}
