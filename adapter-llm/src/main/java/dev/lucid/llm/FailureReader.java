package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.CONTEXT_OVERFLOW;
import static dev.lucid.domain.model.ModelFailure.Kind.OVERLOADED;
import static dev.lucid.domain.model.ModelFailure.Kind.RATE_LIMITED;
import static dev.lucid.domain.model.ModelFailure.Kind.REJECTED;
import static dev.lucid.domain.model.ModelFailure.Kind.UNAUTHORIZED;
import static dev.lucid.domain.model.ModelFailure.Kind.UNREACHABLE;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.model.ModelFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads from a provider's error what can be done about it. The signs of all providers are known to all of them, since
 * many servers speak one provider's protocol with another's errors. Safe for many threads.
 */
final class FailureReader {
    /** Pieces of errors that say the prompt does not fit, in lower case. */
    private static final List<String> TOO_LONG = List.of(
            "prompt is too long",
            "exceed context limit",
            "context_length_exceeded",
            "maximum context length",
            "exceed_context_size",
            "exceeds the context window",
            "exceeds the available context size",
            "exceeds the maximum number of tokens",
            "request_too_large",
            "request too large",
            "reduce the length of the messages",
            "too many input tokens");

    /** Pieces of errors that say the key is wrong or has nothing left to spend, in lower case. */
    private static final List<String> KEY = List.of(
            "api key not valid",
            "api_key_invalid",
            "invalid_api_key",
            "incorrect api key",
            "invalid x-api-key",
            "credit balance is too low",
            "insufficient_quota",
            "insufficient balance",
            "billing_error");

    /** The statuses that errors inside a stream, which has one of its own, would have had. */
    private static final Map<String, Integer> STATUS_OF_TYPE = Map.ofEntries(
            Map.entry("overloaded_error", 529),
            Map.entry("api_error", 500),
            Map.entry("server_error", 500),
            Map.entry("timeout_error", 504),
            Map.entry("rate_limit_error", 429),
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("authentication_error", 401),
            Map.entry("permission_error", 403),
            Map.entry("billing_error", 402),
            Map.entry("not_found_error", 404),
            Map.entry("request_too_large", 413),
            Map.entry("invalid_request_error", 400));

    private final Provider provider;
    private final String model;
    private final InstantSource clock;

    FailureReader(Provider provider, String model, InstantSource clock) {
        this.provider = provider;
        this.model = model;
        this.clock = clock;
    }

    ModelFailure of(Refusal said) {
        // Before anything is cut: half a key is none that could be found again.
        var refusal = new Refusal(
                said.status(),
                said.headers(),
                provider.key().map(key -> key.maskedIn(said.body())).orElse(said.body()));
        var kind = kind(refusal);
        var retryAfter = kind.retriable() ? RetryAfter.of(refusal, clock) : RetryAfter.none();
        var message =
                provider.name() + " " + what(kind, refusal) + ": " + refusal.message() + " " + next(kind, refusal);

        return new ModelFailure(kind, message, retryAfter);
    }

    /** The failure that an error inside a stream stands for. */
    ModelFailure ofStreamed(JsonNode error) {
        var status = error.path("code").asInt(0);
        if (status < 100) {
            status = STATUS_OF_TYPE.getOrDefault(error.path("type").asText(), 0);
        }
        if (status == 0) {
            status = STATUS_OF_TYPE.getOrDefault(error.path("code").asText(), 500);
        }

        return of(new Refusal(status, Map.of(), Json.text(Map.of("error", error))));
    }

    private static ModelFailure.Kind kind(Refusal refusal) {
        var said = refusal.body().toLowerCase(Locale.ROOT);
        var status = refusal.status();
        var unsuited = status == 400 || status == 413 || status == 422 || status == 429;
        if (unsuited && TOO_LONG.stream().anyMatch(said::contains)) {
            return CONTEXT_OVERFLOW;
        }
        if (unsuited && KEY.stream().anyMatch(said::contains)) {
            return UNAUTHORIZED;
        }

        return switch (status) {
            case 401, 402, 403 -> UNAUTHORIZED;
            case 408, 425 -> UNREACHABLE;
            case 409 -> OVERLOADED;
            case 413 -> CONTEXT_OVERFLOW;
            case 429 -> RATE_LIMITED;
            default -> status >= 500 ? OVERLOADED : REJECTED;
        };
    }

    private static String what(ModelFailure.Kind kind, Refusal refusal) {
        return switch (kind) {
            case RATE_LIMITED -> "asks to slow down (" + refusal.status() + ")";
            case OVERLOADED, UNREACHABLE, CUT_OFF, EMPTY_REPLY -> "failed (" + refusal.status() + ")";
            case CONTEXT_OVERFLOW -> "finds the prompt too long (" + refusal.status() + ")";
            case UNAUTHORIZED -> "does not accept the key (" + refusal.status() + ")";
            case REJECTED -> "does not accept the request (" + refusal.status() + ")";
        };
    }

    private String next(ModelFailure.Kind kind, Refusal refusal) {
        return switch (kind) {
            case RATE_LIMITED, OVERLOADED, UNREACHABLE, CUT_OFF, EMPTY_REPLY -> "Try again later.";
            case CONTEXT_OVERFLOW -> "Shorten the prompt.";
            case UNAUTHORIZED -> "Check " + provider.keyVariable() + " and the account behind it.";
            case REJECTED ->
                switch (refusal.status()) {
                    case 404 -> "Is there a model '" + model + "'? Name another with --model or DEFAULT_MODEL.";
                    case 200, 301, 302, 303, 307, 308 -> "Is " + provider.address() + " the provider's address?";
                    default -> "The model asked for was '" + model + "'.";
                };
        };
    }
}
