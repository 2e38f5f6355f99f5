package dev.lucid.githost;

import static java.util.Objects.requireNonNull;

/** The forward proxy that all of git's http and https goes through. Prints without its secret. */
public record WayOut(String host, int port, String user, String password) {
    public WayOut {
        requireNonNull(host, "host");
        requireNonNull(user, "user");
        requireNonNull(password, "password");
    }

    String address() {
        return "http://" + user + ":" + password + "@" + host + ":" + port;
    }

    @Override
    public String toString() {
        return "WayOut[" + host + ":" + port + "]";
    }
}
