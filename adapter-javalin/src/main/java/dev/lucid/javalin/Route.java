package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

/** One line of the table of all that a server answers. */
public record Route(Method method, String path, Door door) {
    /** Who may come in. Closed for ever. */
    public enum Door {
        /** Anybody. */
        OPEN,
        /** Known users; everybody else is refused before the route's handler is asked. */
        USER,
        /** A WebSocket: known users may open it. */
        SOCKET
    }

    public Route {
        requireNonNull(method, "method");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("A path begins with a slash: " + path);
        }
        requireNonNull(door, "door");
    }
}
