package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What this wire's routes take and answer, as it lies beside their code. */
final class Descriptions {
    /** Of the routes that clients of this wire always had, and of what joined them. */
    static final String ROUTES = "operations.json";

    /** Of the routes for those who fold events themselves. */
    static final String STORED = "stored.json";

    private Descriptions() {}

    static String read(String name) {
        try (var in = requireNonNull(Descriptions.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
