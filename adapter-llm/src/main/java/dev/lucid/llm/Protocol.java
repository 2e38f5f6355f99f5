package dev.lucid.llm;

/** The languages in which providers are asked. Grows in minor versions: outside Lucid, keep a default. */
public enum Protocol {
    /** Anthropic's messages. */
    ANTHROPIC,
    /** OpenAI's chat completions, which many others speak too. */
    OPENAI,
    /** Gemini's generated content. */
    GEMINI
}
