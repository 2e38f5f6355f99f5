package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.Prompt;
import dev.lucid.port.StopSignal;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Models each call of which is a span, with what it cost and without what was said. */
final class TracedModels implements LanguageModels {
    private final LanguageModels models;
    private final ChatSpans chats;

    TracedModels(LanguageModels models, ChatSpans chats) {
        this.models = requireNonNull(models, "models");
        this.chats = requireNonNull(chats, "chats");
    }

    @Override
    public LanguageModel model(ModelRef ref) {
        return traced(ref, models.model(ref));
    }

    @Override
    public LanguageModel model(ModelRef ref, Secret key) {
        return traced(ref, models.model(ref, key));
    }

    private LanguageModel traced(ModelRef ref, LanguageModel model) {
        return (prompt, listener, stop) -> asked(ref, model, prompt, listener, stop);
    }

    private ModelOutcome asked(
            ModelRef ref, LanguageModel model, Prompt prompt, ModelListener listener, StopSignal stop) {
        var span = chats.tracer()
                .spanBuilder("chat " + ref.model())
                .setParent(chats.current())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("gen_ai.operation.name", "chat")
                .setAttribute("gen_ai.provider.name", Names.provider(ref))
                .setAttribute("gen_ai.request.model", ref.model())
                .startSpan();
        try {
            var outcome = model.ask(prompt, listener, stop);
            tell(span, outcome);

            return outcome;
        } finally {
            span.end();
        }
    }

    private static void tell(Span span, ModelOutcome outcome) {
        switch (outcome) {
            case ModelOutcome.Replied(var reply) -> {
                var usage = reply.usage();
                span.setAttribute("gen_ai.usage.input_tokens", usage.input());
                span.setAttribute("gen_ai.usage.output_tokens", usage.output());
                span.setAttribute("gen_ai.usage.cache_read.input_tokens", usage.cached());
            }
            case ModelOutcome.Failed(var failure) -> {
                span.setAttribute("error.type", failure.kind().name().toLowerCase(Locale.ROOT));
                span.setStatus(StatusCode.ERROR);
            }
            case ModelOutcome.Stopped _ -> span.setAttribute("lucid.stopped", true);
        }
    }

    @Override
    public ModelRef standard() {
        return models.standard();
    }

    @Override
    public Optional<ModelRef> find(String name) {
        return models.find(name);
    }

    @Override
    public List<ModelRef> available() {
        return models.available();
    }

    @Override
    public Optional<String> missingKey(ModelRef ref) {
        return models.missingKey(ref);
    }

    @Override
    public int window(ModelRef ref) {
        return models.window(ref);
    }
}
