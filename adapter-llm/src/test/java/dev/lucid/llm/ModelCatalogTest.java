package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.testkit.LanguageModelContract;
import dev.lucid.testkit.RaisableStop;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCatalogTest {
    private static final Tokens MILLION_OF_EACH = new Tokens(1_000_000, 1_000_000, 1_000_000, 1_000_000);

    @Test
    void eachKindOfTokenHasItsPrice() {
        var card = ModelCatalog.card("claude-sonnet-5-5");

        assertThat(card.price().of(MILLION_OF_EACH))
                .isEqualTo(new Cost.Known(2_000_000 + 100_000 + 2_500_000 + 10_000_000));
        assertThat(card.price().of(new Tokens(1_000, 0, 0, 100))).isEqualTo(new Cost.Known(3_000));
        assertThat(card.price().of(Tokens.NONE)).isEqualTo(new Cost.Known(0));
    }

    @Test
    void longPromptsHavePricesOfTheirOwn() {
        var price = ModelCatalog.card("gpt-6-sol").price();

        assertThat(price.of(new Tokens(272_000, 0, 0, 0))).isEqualTo(new Cost.Known(544_000));
        assertThat(price.of(new Tokens(272_001, 0, 0, 1_000))).isEqualTo(new Cost.Known(1_088_004 + 15_000));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5-2025-08-07, gpt-5",
        "claude-haiku-4-5-20251001, claude-haiku-4-5",
        "claude-3-5-sonnet-20241022, claude-3-5-sonnet",
        "claude-opus-4-5@20251101, claude-opus-4-5"
    })
    void datedVersionsArePricedAsTheirModel(String dated, String model) {
        assertThat(ModelCatalog.card(dated)).isSameAs(ModelCatalog.card(model));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt-5-pro", "gpt-5.9", "claude-opus-9", "gemini-3.1-flash-image", "qwen3:8b", ""})
    void unknownModelsHaveNoPriceButASize(String model) {
        assertThat(ModelCatalog.card(model).price().of(MILLION_OF_EACH)).isEqualTo(new Cost.Unknown());
        assertThat(ModelCatalog.card(model).window()).isGreaterThanOrEqualTo(128_000);
    }

    @ParameterizedTest
    @EnumSource
    void providersRepliesAreCountedAndPriced(Speaks speaks) {
        var said = Said.text("Priced.").using(1_000, 500, speaks == Speaks.ANTHROPIC ? 200 : 0, 300);

        try (var provider = new FakeProvider(speaks.wire(), FakeProvider.PATIENT)) {
            var reply = ask(provider.says(said));

            assertThat(reply.usage().input()).isEqualTo(speaks == Speaks.ANTHROPIC ? 1_700 : 1_500);
            assertThat(reply.usage().cached()).isEqualTo(500);
            assertThat(reply.usage().output()).isEqualTo(300);
            assertThat(reply.cost())
                    .isEqualTo(
                            switch (speaks) {
                                case ANTHROPIC -> new Cost.Known(2_000 + 50 + 500 + 3_000);
                                case OPENAI -> new Cost.Known(2_000 + 100 + 3_000);
                                case GEMINI -> new Cost.Known(500 + 25 + 900);
                            });
        }
    }

    @Test
    void unknownModelsRepliesHaveAnUnknownCost() {
        try (var provider = new FakeProvider(new OpenAiWire(), FakeProvider.PATIENT)) {
            provider.says(Said.text("Priceless."));
            var someones = new OpenAiWire().provider(provider.server());

            var outcome = provider.model(someones, "gpt-6-nebula")
                    .ask(LanguageModelContract.prompt("Hello."), ModelListener.none(), new RaisableStop());

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ModelOutcome.Replied.class,
                            replied -> assertThat(replied.reply().cost()).isEqualTo(new Cost.Unknown()));
        }
    }

    private static ModelReply ask(FakeProvider provider) {
        var outcome =
                provider.model().ask(LanguageModelContract.prompt("Hello."), ModelListener.none(), new RaisableStop());
        assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);

        return ((ModelOutcome.Replied) outcome).reply();
    }
}
