package dev.lucid.app;

import dev.lucid.cli.CannotStart;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.llm.ModelSettingsBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;

/** Brings the configured models to the registry of models. */
final class ModelChoice {
    private ModelChoice() {}

    static ModelRegistry registry(LucidConfig config, InstantSource clock) {
        var builder = settings(config);
        config.text(Variable.LUCID_RECORD).map(Path::of).ifPresent(builder::recording);

        return made(builder, clock);
    }

    /** The same for looking at: it writes no file, and so must not be asked. */
    static ModelRegistry unrecorded(LucidConfig config, InstantSource clock) {
        return made(settings(config), clock);
    }

    private static ModelSettingsBuilder settings(LucidConfig config) {
        var builder = new ModelSettingsBuilder();
        config.text(Variable.ANTHROPIC_API_KEY).ifPresent(builder::anthropicKey);
        config.text(Variable.OPENAI_API_KEY).ifPresent(builder::openaiKey);
        config.text(Variable.GOOGLE_API_KEY).ifPresent(builder::googleKey);
        config.text(Variable.LLM_API_KEY).ifPresent(builder::generalKey);
        config.text(Variable.LLM_BASE_URL).map(URI::create).ifPresent(builder::address);
        config.text(Variable.DEFAULT_MODEL_PROVIDER).ifPresent(builder::standardProvider);
        config.text(Variable.DEFAULT_MODEL).ifPresent(builder::standardModel);
        config.text(Variable.LUCID_ANTHROPIC_MODEL).ifPresent(builder::anthropicModel);
        config.text(Variable.LUCID_OPENAI_MODEL).ifPresent(builder::openaiModel);
        config.text(Variable.LUCID_GOOGLE_MODEL).ifPresent(builder::googleModel);
        config.script().ifPresent(builder::script);

        return builder;
    }

    private static ModelRegistry made(ModelSettingsBuilder builder, InstantSource clock) {
        try {
            return new ModelRegistry(builder.build(), clock);
        } catch (IllegalArgumentException e) {
            throw new CannotStart(String.valueOf(e.getMessage()));
        }
    }
}
