package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.javalin.JsonObject;

/**
 * What {@code GET /} tells about this process.
 *
 * @param modelConfigured whether the standard model is a real one, not the scripted; {@code openhands_available} to
 *     clients, who look there for it
 * @param dockerAvailable whether sandboxes could run in Docker
 * @param activeSandboxes sandboxes that agents work in now
 * @param activeSessions chats whose turn runs in this process
 * @param model the standard model's name, without its provider
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
