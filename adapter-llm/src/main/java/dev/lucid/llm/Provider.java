package dev.lucid.llm;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;

/**
 * Somebody who runs models: {@code name} is the first half of a model's full name, {@code address} the part of its URLs
 * that all have in common, {@code model} the one that is asked when nobody names one (empty if somebody must), and
 * {@code keyVariable} what a person sets to give the key.
 */
public record Provider(
        String name,
        Protocol protocol,
        URI address,
        Optional<ApiKey> key,
        boolean keyNeeded,
        Optional<String> model,
        String keyVariable) {
    /** What an OpenAI-compatible server under {@code LLM_BASE_URL} is called. */
    public static final String COMPATIBLE = "compatible";

    public Provider {
        requireNonNull(name, "name");
        requireNonNull(protocol, "protocol");
        requireNonNull(address, "address");
        requireNonNull(key, "key");
        requireNonNull(model, "model");
        requireNonNull(keyVariable, "keyVariable");
        if (address.getHost() == null || !("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
            throw new IllegalArgumentException(
                    "The address of the provider '" + name + "' must begin with https:// or http://: " + address);
        }
    }

    /** Anthropic's own servers. */
    public static Provider anthropic() {
        return new Provider(
                "anthropic",
                Protocol.ANTHROPIC,
                URI.create("https://api.anthropic.com/v1"),
                Optional.empty(),
                true,
                Optional.of("claude-sonnet-5-5"),
                "ANTHROPIC_API_KEY");
    }

    /** OpenAI's own servers. */
    public static Provider openai() {
        return new Provider(
                "openai",
                Protocol.OPENAI,
                URI.create("https://api.openai.com/v1"),
                Optional.empty(),
                true,
                Optional.of("gpt-6-sol"),
                "OPENAI_API_KEY");
    }

    /** Google's Gemini. */
    public static Provider google() {
        return new Provider(
                "google",
                Protocol.GEMINI,
                URI.create("https://generativelanguage.googleapis.com/v1beta"),
                Optional.empty(),
                true,
                Optional.of("gemini-3-flash-preview"),
                "GOOGLE_API_KEY");
    }

    /** Any server that speaks OpenAI's protocol; many on a local network need no key. */
    public static Provider compatible(URI address) {
        return new Provider(
                COMPATIBLE, Protocol.OPENAI, address, Optional.empty(), false, Optional.empty(), "LLM_API_KEY");
    }

    /** The same provider at another address. */
    public Provider at(URI elsewhere) {
        return new Provider(name, protocol, elsewhere, key, keyNeeded, model, keyVariable);
    }

    /** Somebody else's server that speaks this provider's protocol. It may need no key. */
    public Provider replacedBy(URI elsewhere) {
        return new Provider(name, protocol, elsewhere, key, false, model, keyVariable);
    }

    /** The same provider with a key, if it has none. */
    public Provider orKey(ApiKey other) {
        return new Provider(name, protocol, address, key.or(() -> Optional.of(other)), keyNeeded, model, keyVariable);
    }

    /** The same provider with another key, which is called that. */
    Provider with(ApiKey other, String name) {
        return new Provider(this.name, protocol, address, Optional.of(other), keyNeeded, model, name);
    }

    /** The same provider, with another model for those who name none. */
    public Provider with(String standard) {
        return new Provider(name, protocol, address, key, keyNeeded, Optional.of(standard), keyVariable);
    }

    /** Whether it can be asked. */
    public boolean usable() {
        return key.isPresent() || !keyNeeded;
    }
}
