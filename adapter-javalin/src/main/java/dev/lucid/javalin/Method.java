package dev.lucid.javalin;

/** What an HTTP request is to do. HEAD is answered wherever GET is, without the body. Closed for ever. */
public enum Method {
    GET,
    POST,
    PUT,
    PATCH,
    DELETE
}
