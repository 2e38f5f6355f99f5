package dev.lucid.llm;

/** The protocols, for tests that hold for each of them. */
enum Speaks {
    ANTHROPIC,
    OPENAI,
    GEMINI;

    Wire wire() {
        return switch (this) {
            case ANTHROPIC -> new AnthropicWire();
            case OPENAI -> new OpenAiWire();
            case GEMINI -> new GeminiWire();
        };
    }
}
