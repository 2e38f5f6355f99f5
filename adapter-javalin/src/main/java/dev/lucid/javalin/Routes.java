package dev.lucid.javalin;

import dev.lucid.domain.identity.UserId;
import java.util.List;
import java.util.function.Function;

/**
 * Where a {@link Wire} says what it serves. A path begins with a slash; a part of it in braces, as in
 * {@code /chats/{chat_id}}, stands for anything without a slash, and {@link Request#parameter} tells what. What no route
 * fits is answered with 404, and a path that has no route of that method with 405, whoever asks.
 */
public interface Routes {
    /** Answers anybody. {@code page} may block; it may throw {@link Rejection}. */
    void open(Method method, String path, Function<Request, Answer> page);

    /** Answers known users alone; others are refused before. {@code handler} may block, and throw {@link Rejection}. */
    void user(Method method, String path, Handler handler);

    /** Answers known users alone, by what they showed. */
    void credential(Method method, String path, Function<Identity.Known, Answer> page);

    /** A WebSocket that known users may open. */
    void socket(String path, Reception reception);

    /**
     * Says what routes take and answer: a JSON object of {@code operations}, by method and path as in
     * {@code "GET /chats"}, and of {@code schemas} by name. {@code GET /openapi.json} puts it together with the table.
     */
    void describe(String operations);

    /** All that was laid so far, by all wires, in the order it was laid. */
    List<Route> table();

    /** Answers a known user's request. */
    @FunctionalInterface
    interface Handler {
        Answer answer(UserId user, Request request);
    }
}
