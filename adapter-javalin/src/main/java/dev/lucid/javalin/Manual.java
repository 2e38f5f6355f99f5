package dev.lucid.javalin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;

/** The description of all routes, and a page that shows it. Anybody may read both; the page needs nothing from elsewhere. */
final class Manual {
    /** The page runs its own script and shows its own style, reads this server's description, and nothing else. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Manual() {}

    /** Lays the description and its page. What {@code document} gives is asked for once somebody reads it. */
    static void lay(Routes routes, Supplier<String> document) {
        routes.describe(resource(Manual.class, "operations.json"));
        routes.open(Method.GET, "/openapi.json", _ -> Answer.ok(document.get()));
        page(routes, "/docs", "text/html", "manual.html");
        page(routes, "/docs/manual.js", "text/javascript", "manual.js");
        page(routes, "/docs/manual.css", "text/css", "manual.css");
    }

    /** A text that lies beside a class. */
    static String resource(Class<?> beside, String name) {
        try (var in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void page(Routes routes, String path, String type, String name) {
        var answer = Answer.text(type + "; charset=utf-8", resource(Manual.class, name))
                .with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
        routes.open(Method.GET, path, _ -> answer);
    }
}
