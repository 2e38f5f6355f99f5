package dev.lucid.llm;

import dev.lucid.llm.ModelCard.Price;
import dev.lucid.llm.ModelCard.Rates;
import dev.lucid.llm.ModelCard.Tiered;
import dev.lucid.llm.ModelCard.Unpriced;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The models whose size and list price are known; the others get a cautious size and no price.
 *
 * <p>Read on 2026-11-21 from what the providers publish: Anthropic
 * (platform.claude.com/docs/en/about-claude/pricing), OpenAI (developers.openai.com/api/docs/pricing), Google
 * (ai.google.dev/gemini-api/docs/pricing), standard tier. Where no price for cached tokens was found, that of fresh ones
 * stands, so that a cost is never told too low. Passing discounts are left out.
 */
final class ModelCatalog {
    private static final int LARGE = 1_000_000;
    private static final int GEMINI = 1_048_576;
    private static final int REPLY = 32_000;
    private static final ModelCard OTHER = new ModelCard(128_000, 8_192, new Unpriced());
    private static final ModelCard OTHER_CLAUDE = new ModelCard(200_000, 16_000, new Unpriced());
    private static final ModelCard OTHER_GEMINI = new ModelCard(GEMINI, REPLY, new Unpriced());

    private static final Map<String, ModelCard> CARDS = Map.ofEntries(
            card("claude-fable-5-1", LARGE, REPLY, claude(10, 0.25, 50)),
            card("claude-fable-5", LARGE, REPLY, claude(10, 1, 50)),
            card("claude-opus-5-5", LARGE, REPLY, claude(4, 0.20, 20)),
            card("claude-opus-5", LARGE, REPLY, claude(5, 0.50, 25)),
            card("claude-opus-4-8", LARGE, REPLY, claude(5, 0.50, 25)),
            card("claude-opus-4-7", LARGE, REPLY, claude(5, 0.50, 25)),
            card("claude-opus-4-6", 200_000, REPLY, claude(5, 0.50, 25)),
            card("claude-opus-4-5", 200_000, REPLY, claude(5, 0.50, 25)),
            card("claude-sonnet-5-5", LARGE, REPLY, claude(2, 0.10, 10)),
            card("claude-sonnet-5", LARGE, REPLY, claude(2, 0.20, 10)),
            card("claude-sonnet-4-6", 200_000, REPLY, claude(3, 0.30, 15)),
            card("claude-sonnet-4-5", 200_000, REPLY, claude(3, 0.30, 15)),
            card(
                    "claude-haiku-5-5",
                    LARGE,
                    REPLY,
                    new Tiered(100_000, claude(0.10, 0.01, 0.50), claude(0.50, 0.05, 2.50))),
            card("claude-haiku-4-5", 200_000, REPLY, claude(1, 0.10, 5)),
            card("claude-3-5-sonnet", 200_000, 8_192, claude(3, 0.30, 15)),
            card("gpt-6-astra", 1_050_000, REPLY, gptSix(new Rates(10, 1, 12.5, 50))),
            card("gpt-6-sol", 1_050_000, REPLY, gptSix(new Rates(2, 0.20, 2.5, 10))),
            card("gpt-6-luna", 1_050_000, REPLY, gptSix(new Rates(0.10, 0.01, 0.125, 0.50))),
            card("gpt-6.1-sol", 1_050_000, REPLY, gptSix(new Rates(2, 0.10, 2.5, 10))),
            card("gpt-5.2", 400_000, REPLY, gpt(1.75, 0.175, 14)),
            card("gpt-5.1", 400_000, REPLY, gpt(1.25, 0.125, 10)),
            card("gpt-5-mini", 400_000, REPLY, gpt(0.25, 0.025, 2)),
            card("gpt-5-nano", 400_000, REPLY, gpt(0.05, 0.005, 0.40)),
            card("gpt-5", 400_000, REPLY, gpt(1.25, 0.125, 10)),
            card("gpt-4.1-mini", 1_047_576, REPLY, gpt(0.40, 0.10, 1.60)),
            card("gpt-4.1", 1_047_576, REPLY, gpt(2, 0.50, 8)),
            card("gpt-4o-mini", 128_000, 16_000, gpt(0.15, 0.075, 0.60)),
            card("gpt-4o", 128_000, 16_000, gpt(2.50, 1.25, 10)),
            card("gemini-3-flash-preview", GEMINI, REPLY, gpt(0.50, 0.05, 3)),
            card("gemini-3.1-pro-preview", GEMINI, REPLY, new Tiered(200_000, gpt(2, 2, 12), gpt(4, 4, 18))),
            card("gemini-3.5-flash-lite", GEMINI, REPLY, gpt(0.30, 0.30, 2.50)),
            card("gemini-3.5-flash", GEMINI, REPLY, gpt(1.50, 1.50, 9)),
            card("gemini-3.8-flash", GEMINI, REPLY, gpt(1.50, 1.50, 7.50)));

    private ModelCatalog() {}

    /** The card of a model by its name, dated versions included. */
    static ModelCard card(String model) {
        return CARDS.keySet().stream()
                .filter(name -> isVersionOf(name, model))
                .max(Comparator.comparingInt(String::length))
                .map(CARDS::get)
                .orElse(unknown(model));
    }

    /** {@code gpt-5} has {@code gpt-5-2025-08-07} as a version, but neither {@code gpt-5.1} nor {@code gpt-5-pro}. */
    private static boolean isVersionOf(String name, String model) {
        return model.equals(name) || model.matches(Pattern.quote(name) + "[-@](\\d{4}-\\d\\d-\\d\\d|\\d{8}|latest)");
    }

    private static ModelCard unknown(String model) {
        if (model.startsWith("claude-")) {
            return OTHER_CLAUDE;
        }

        return model.startsWith("gemini-") ? OTHER_GEMINI : OTHER;
    }

    private static Map.Entry<String, ModelCard> card(String model, int window, int reply, Price price) {
        return Map.entry(model, new ModelCard(window, reply, price));
    }

    /** Storing costs a quarter more than reading. */
    private static Rates claude(double fresh, double cached, double output) {
        return new Rates(fresh, cached, fresh * 1.25, output);
    }

    private static Rates gpt(double fresh, double cached, double output) {
        return new Rates(fresh, cached, fresh, output);
    }

    private static Tiered gptSix(Rates rates) {
        return new Tiered(272_000, rates, rates.times(2, 1.5));
    }
}
