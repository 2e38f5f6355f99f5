package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.javalin.JsonObject;

/**
 * What {@code GET /} tells about the whole installation.
 *
 * @param modelConfigured whether a model is there to be asked
 * @param dockerAvailable whether sandboxes could run in Docker
 * @param activeSandboxes sandboxes that are open in this process
 * @param activeSessions chats that count as active
 * @param model the standard model's name
 */
public record EngineStatus(
        boolean modelConfigured, boolean dockerAvailable, int activeSandboxes, int activeSessions, String model) {
    public EngineStatus {
        requireNonNull(model, "model");
    }

    String json() {
        return new JsonObject()
                .put("service", "Lucid AI Engine")
                .put("version", "1.0.0")
                .put("status", "healthy")
                .put("openhands_available", modelConfigured)
                .put("docker_available", dockerAvailable)
                .put("active_sandboxes", activeSandboxes)
                .put("active_sessions", activeSessions)
                .put("llm_model", model)
                .end();
    }
}
