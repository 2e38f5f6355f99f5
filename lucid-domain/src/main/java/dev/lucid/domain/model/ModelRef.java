package dev.lucid.domain.model;

import static java.util.Objects.requireNonNull;

/** A model by its provider's name and its own, like {@code anthropic} and {@code claude-sonnet-4-5}. */
public record ModelRef(String provider, String model) {
    public ModelRef {
        requireNonNull(provider, "provider");
        requireNonNull(model, "model");
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
