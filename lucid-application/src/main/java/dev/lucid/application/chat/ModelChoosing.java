package dev.lucid.application.chat;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.model.LanguageModels;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which model a chat gets, and what is said where it can have none. What is said is known to clients word by word. */
final class ModelChoosing {
    private final LanguageModels models;

    ModelChoosing(LanguageModels models) {
        this.models = requireNonNull(models, "models");
    }

    /** Closed for ever. */
    sealed interface Choice {
        record Chosen(ModelRef model) implements Choice {}

        record Refused(String message) implements Choice {}
    }

    /** The model that the command names, else the standard one, if there is a key for it: the operator's or its own. */
    Choice choose(StartChat.Command command) {
        return command.model()
                .map(name -> models.find(name)
                        .map(found -> keyed(found, hasKey(command)))
                        .orElseGet(() -> new Choice.Refused(unsupported(name))))
                .orElseGet(() -> keyed(models.standard(), hasKey(command)));
    }

    /**
     * The model that a message names, else the standard one as a stand-in; where it is of {@code provider}, the chat may have
     * a key of its own for it.
     */
    Choice choose(Optional<String> named, String provider) {
        return named.map(name -> models.find(name)
                        .map(found ->
                                found.provider().equals(provider) ? new Choice.Chosen(found) : keyed(found, false))
                        .orElseGet(() -> new Choice.Refused(unsupported(name))))
                .orElseGet(() -> new Choice.Chosen(models.standard()));
    }

    private Choice keyed(ModelRef model, boolean hasKey) {
        return models.missingKey(model)
                .filter(_ -> !hasKey)
                .<Choice>map(variable -> new Choice.Refused("No API key found for " + model + ". Set " + variable
                        + " environment variable or provide a key in the request."))
                .orElseGet(() -> new Choice.Chosen(model));
    }

    private static boolean hasKey(StartChat.Command command) {
        return command.secrets().modelKey().isPresent();
    }

    private String unsupported(String name) {
        return "Unsupported model provider: '" + name + "'. Choose from: "
                + models.available().stream().map(ModelRef::provider).distinct().collect(Collectors.joining(", "));
    }
}
