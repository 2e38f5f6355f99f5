package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.javalin.JsonObject;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code GET /} tells about this process.
 *
 * @param modelConfigured whether the standard model is a real one, not the scripted; {@code openhands_available} to
 *     clients, who look there for it
 * @param dockerAvailable whether sandboxes could run in Docker
 * @param activeSandboxes sandboxes that are open in this process
 * @param activeSessions chats whose turn runs in this process
 * @param model the standard model's name, without its provider
 * @param database where the data lies, where that is worth saying
 */
public record EngineStatus(
        boolean modelConfigured,
        boolean dockerAvailable,
        int activeSandboxes,
        int activeSessions,
        String model,
        Optional<Database> database) {
    public EngineStatus {
        requireNonNull(model, "model");
        requireNonNull(database, "database");
    }

    /** Where the data lies is nothing special. */
    public EngineStatus(
            boolean modelConfigured, boolean dockerAvailable, int activeSandboxes, int activeSessions, String model) {
        this(modelConfigured, dockerAvailable, activeSandboxes, activeSessions, model, Optional.empty());
    }

    /** Where the data lies. Closed for ever. */
    public enum Database {
        /** In the PostgreSQL that Lucid brings, under its data directory. */
        EMBEDDED,
        /** In one that the operator names. */
        EXTERNAL
    }

    String json() {
        var json = new JsonObject()
                .put("service", "Lucid AI Engine")
                .put("version", "1.0.0")
                .put("status", "healthy")
                .put("openhands_available", modelConfigured)
                .put("docker_available", dockerAvailable)
                .put("active_sandboxes", activeSandboxes)
                .put("active_sessions", activeSessions)
                .put("llm_model", model);

        return database.map(where -> json.put("database", where.name().toLowerCase(Locale.ROOT)))
                .orElse(json)
                .end();
    }
}
