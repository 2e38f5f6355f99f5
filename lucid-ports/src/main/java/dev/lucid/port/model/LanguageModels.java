package dev.lucid.port.model;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelRef;
import java.util.List;
import java.util.Optional;

/** The models that this Lucid can ask. Safe for many threads. */
public interface LanguageModels {
    /** The model of a chat that names none. */
    ModelRef standard();

    /**
     * The model meant by a provider's or a model's name, or {@code provider/model}, as a person would write it; empty if
     * there is none by that name.
     */
    Optional<ModelRef> find(String name);

    /** What can be used now, the standard one first. */
    List<ModelRef> available();

    /** The name of what has to be set before the model can be asked without a key of one's own; empty if nothing has. */
    Optional<String> missingKey(ModelRef ref);

    /** The model itself; asking one that is not available ends as {@code UNAUTHORIZED} or {@code REJECTED}. */
    LanguageModel model(ModelRef ref);

    /** The model, asked with that key in place of the operator's. What comes of it never holds the key. */
    LanguageModel model(ModelRef ref, Secret key);

    /** How many tokens fit into a prompt and its reply together. */
    int window(ModelRef ref);
}
