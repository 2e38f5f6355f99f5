package dev.lucid.app;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Models of which only those are asked whose commands may run as they would run here. */
final class CautiousModels implements LanguageModels {
    static final String REFUSAL =
            "A model's commands would run without any confinement here: install bubblewrap (Debian:"
                    + " apt-get install bubblewrap), have containers by LUCID_SANDBOX=docker, or accept it with --unconfined.";

    private final Supplier<? extends LanguageModels> models;
    private final Predicate<ModelRef> permitted;

    CautiousModels(Supplier<? extends LanguageModels> models, Predicate<ModelRef> permitted) {
        this.models = requireNonNull(models, "models");
        this.permitted = requireNonNull(permitted, "permitted");
    }

    /** Why a chat is not to be started with the model that it would have; empty if it may be. */
    Optional<String> refusal(StartChat.Command command) {
        return command.model()
                .map(this::find)
                .orElseGet(() -> Optional.of(standard()))
                .filter(ref -> !permitted.test(ref))
                .map(_ -> REFUSAL);
    }

    @Override
    public ModelRef standard() {
        return models.get().standard();
    }

    @Override
    public Optional<ModelRef> find(String name) {
        return models.get().find(name);
    }

    @Override
    public List<ModelRef> available() {
        return models.get().available();
    }

    @Override
    public Optional<String> missingKey(ModelRef ref) {
        return models.get().missingKey(ref);
    }

    @Override
    public LanguageModel model(ModelRef ref) {
        return permitted.test(ref) ? models.get().model(ref) : refused();
    }

    @Override
    public LanguageModel model(ModelRef ref, Secret key) {
        return permitted.test(ref) ? models.get().model(ref, key) : refused();
    }

    private static LanguageModel refused() {
        var failed = new ModelOutcome.Failed(new ModelFailure(ModelFailure.Kind.REJECTED, REFUSAL));

        return (_, _, _) -> failed;
    }

    @Override
    public int window(ModelRef ref) {
        return models.get().window(ref);
    }
}
