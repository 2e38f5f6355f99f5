package dev.lucid.javalin;

import java.util.function.Function;

/** Where a {@link Wire} says what it serves. A path is literal and begins with a slash. */
public interface Routes {
    /** A page that anybody may read. Making it may block, and changes nothing. */
    void get(String path, Function<Request, Answer> page);

    /** A WebSocket that known users may open. */
    void socket(String path, Reception reception);
}
