package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.CUT_OFF;
import static dev.lucid.domain.model.ModelFailure.Kind.EMPTY_REPLY;
import static dev.lucid.domain.model.ModelFailure.Kind.REJECTED;
import static dev.lucid.domain.model.ModelFailure.Kind.UNAUTHORIZED;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.port.StopSignal;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A provider's model. One question is one request, all of it in the asking thread. Safe for many threads. */
final class ProviderModel implements LanguageModel {
    /** In UTF-16 units. A longer one would not fit into an event; without it the thought is not sent back. */
    private static final int MAX_SEAL = 200_000;

    private final Transport transport;
    private final Provider provider;
    private final ModelRef ref;
    private final ModelCard card;
    private final FailureReader failures;

    ProviderModel(Transport transport, Provider provider, ModelRef ref, InstantSource clock) {
        this.transport = transport;
        this.provider = provider;
        this.ref = ref;
        this.card = ModelCatalog.card(ref.model());
        this.failures = new FailureReader(provider, ref.model(), clock);
    }

    @Override
    public ModelOutcome ask(Prompt prompt, ModelListener listener, StopSignal stop) {
        return switch (asked(prompt, listener, stop)) {
            case ModelOutcome.Failed(var failure) -> new ModelOutcome.Failed(masked(failure));
            case ModelOutcome other -> other;
        };
    }

    /** Whatever a provider says back, the key stays out of what is told. */
    private ModelFailure masked(ModelFailure failure) {
        var message = provider.key().map(key -> key.maskedIn(failure.message())).orElse(failure.message());

        return new ModelFailure(failure.kind(), message, failure.retryAfter());
    }

    private ModelOutcome asked(Prompt prompt, ModelListener listener, StopSignal stop) {
        if (!provider.usable()) {
            return failed(
                    UNAUTHORIZED, "There is no key for " + provider.name() + ". Set " + provider.keyVariable() + ".");
        }
        if (prompt.messages().isEmpty()) {
            return failed(REJECTED, "There is nothing to answer: the prompt has no message.");
        }
        if (stop.raised()) {
            return new ModelOutcome.Stopped();
        }
        var gatherer = new Gatherer(listener);
        var call = call(new Question(provider, ref, card, prompt, gatherer, failures));
        try {
            converse(call, gatherer, stop);

            return outcome(prompt, call, gatherer);
        } catch (AskFailed e) {
            return new ModelOutcome.Failed(e.failure());
        } catch (AskStopped _) {
            return new ModelOutcome.Stopped();
        }
    }

    private void converse(Call call, Gatherer gatherer, StopSignal stop) {
        var exchange = transport.exchange(call, gatherer);
        try (var _ = stop.whenRaised(exchange::cancel)) {
            call.model(exchange.asVendorTransport()).chat(call.request(), gatherer);
        } catch (AskFailed | AskStopped e) {
            throw e;
        } catch (RuntimeException e) {
            gatherer.throwListenersOwn();
            throw new AskFailed(REJECTED, "The request could not be made: " + Words.of(e));
        }
        gatherer.end();
    }

    private Call call(Question question) {
        return switch (provider.protocol()) {
            case ANTHROPIC -> new AnthropicCall(question);
            case OPENAI -> new OpenAiCall(question);
            case GEMINI -> new GeminiCall(question);
        };
    }

    private ModelOutcome outcome(Prompt prompt, Call call, Gatherer gatherer) {
        var response = gatherer.response();
        if (response == null) {
            var error = gatherer.error();
            return failed(
                    CUT_OFF,
                    error == null
                            ? "The reply ended before it was whole."
                            : "The reply could not be understood: " + Words.of(error));
        }
        var flaw = call.flaw(response);
        if (flaw.isPresent()) {
            return new ModelOutcome.Failed(flaw.get());
        }
        var text = gatherer.text().toString();
        var uses = uses(prompt, response);
        if (text.isBlank() && uses.isEmpty()) {
            return failed(EMPTY_REPLY, empty(response));
        }
        var tokens = call.tokens(response);
        var reply = new ModelReply(
                thinking(call, gatherer),
                text,
                uses,
                tokens.usage(),
                card.price().of(tokens));

        return new ModelOutcome.Replied(reply);
    }

    private static List<ToolUse> uses(Prompt prompt, ChatResponse response) {
        return response.aiMessage().toolExecutionRequests().stream()
                .map(asked -> AskedTools.read(prompt.tools(), orEmpty(asked.name()), orEmpty(asked.arguments())))
                .toList();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Optional<Thinking> thinking(Call call, Gatherer gatherer) {
        var thought = gatherer.thought().toString();
        var seal = call.seal().filter(text -> text.length() <= MAX_SEAL);

        return thought.isEmpty() && seal.isEmpty() ? Optional.empty() : Optional.of(new Thinking(thought, seal));
    }

    private static String empty(ChatResponse response) {
        return response.finishReason() == FinishReason.LENGTH
                ? "The model used up its reply without saying anything."
                : "The model said nothing.";
    }

    private static ModelOutcome failed(ModelFailure.Kind kind, String message) {
        return new ModelOutcome.Failed(new ModelFailure(kind, message));
    }
}
