package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.PortFailure;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.testkit.LanguageModelContract;
import dev.lucid.testkit.LanguageModelsContract;
import dev.lucid.testkit.RaisableStop;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRegistryTest implements LanguageModelsContract {
    private static final ModelRef GPT = new ModelRef("openai", "gpt-6-sol");
    private static final InstantSource NOW = InstantSource.fixed(FakeProvider.NOW);

    @Override
    public LanguageModels models() {
        return registry(new ModelSettingsBuilder().openaiKey("sk-1").googleKey("AIza-1"));
    }

    @Test
    void withoutAnyKeyTheScriptedModelServes() {
        assertThat(registry(new ModelSettingsBuilder()).standard()).isEqualTo(ModelRegistry.SCRIPTED);
        assertThat(registry(new ModelSettingsBuilder()).available()).containsExactly(ModelRegistry.SCRIPTED);
    }

    @Test
    void firstProviderWithAKeyServes() {
        assertThat(models().standard()).isEqualTo(new ModelRef("openai", "gpt-6-sol"));
        assertThat(registry(new ModelSettingsBuilder().googleKey("AIza-1").anthropicKey("sk-ant-1"))
                        .standard())
                .isEqualTo(new ModelRef("anthropic", "claude-sonnet-5-5"));
    }

    @Test
    void namedProviderServesBeforeTheFirst() {
        var settings = new ModelSettingsBuilder()
                .anthropicKey("sk-ant-1")
                .googleKey("AIza-1")
                .standardProvider("google");

        assertThat(registry(settings).standard()).isEqualTo(new ModelRef("google", "gemini-3-flash-preview"));
        assertThat(registry(settings.standardModel("gemini-3.5-flash")).standard())
                .isEqualTo(new ModelRef("google", "gemini-3.5-flash"));
    }

    @Test
    void whereNobodyHasAKeyTheScriptedModelServesWhateverWasNamed() {
        var models = registry(new ModelSettingsBuilder().standardProvider("google"));

        assertThat(models.standard()).isEqualTo(ModelRegistry.SCRIPTED);
        assertThat(models.available()).containsExactly(ModelRegistry.SCRIPTED);
        assertThat(models.wanted()).isEqualTo(new ModelRef("google", "gemini-3-flash-preview"));
        assertThat(models.missingKey(models.wanted())).contains("GOOGLE_API_KEY");
    }

    @Test
    void namedModelServesBeforeTheFirst() {
        var settings = new ModelSettingsBuilder().anthropicKey("sk-ant-1").openaiKey("sk-1");

        assertThat(registry(settings.standardModel("openai/gpt-5.1")).standard())
                .isEqualTo(new ModelRef("openai", "gpt-5.1"));
        assertThat(registry(settings.standardModel("claude-opus-5-5")).standard())
                .isEqualTo(new ModelRef("anthropic", "claude-opus-5-5"));
    }

    @Test
    void unknownStandardIsAMistakeThatIsSaid() {
        assertThatThrownBy(() -> registry(new ModelSettingsBuilder().standardProvider("acme")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acme")
                .hasMessageContaining("anthropic");
    }

    @Test
    void namesAreTakenAsPeopleWriteThem() {
        var models = models();

        assertThat(models.find("openai")).contains(new ModelRef("openai", "gpt-6-sol"));
        assertThat(models.find(" Gemini ")).contains(new ModelRef("google", "gemini-3-flash-preview"));
        assertThat(models.find("gemini/gemini-9-flash")).contains(new ModelRef("google", "gemini-9-flash"));
        assertThat(models.find("claude")).contains(new ModelRef("anthropic", "claude-sonnet-5-5"));
        assertThat(models.find("gpt-7")).contains(new ModelRef("openai", "gpt-7"));
        assertThat(models.find("o3")).contains(new ModelRef("openai", "o3"));
        assertThat(models.find("Scripted")).contains(ModelRegistry.SCRIPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"google/Gemini 3 Pro", "openai/a%20b", "openai/a?b", "openai/a\nb", "", "openai/"})
    void whatIsNoNameIsNobodys(String name) {
        assertThat(models().find(name)).isEmpty();
    }

    @Test
    void generalKeyGoesToWhomItLooksLike() {
        assertThat(registry(new ModelSettingsBuilder().generalKey("sk-ant-1"))
                        .standard()
                        .provider())
                .isEqualTo("anthropic");
        assertThat(registry(new ModelSettingsBuilder().generalKey("AIza-1"))
                        .standard()
                        .provider())
                .isEqualTo("google");
        assertThat(registry(new ModelSettingsBuilder().generalKey("sk-1"))
                        .standard()
                        .provider())
                .isEqualTo("openai");
        assertThat(registry(new ModelSettingsBuilder().generalKey("key").standardProvider("google"))
                        .available())
                .contains(new ModelRef("google", "gemini-3-flash-preview"));
    }

    @Test
    void generalKeyServesWhoeverIsAskedAndHasNone() {
        var registry = registry(new ModelSettingsBuilder().generalKey("sk-1").googleKey("AIza-1"));

        assertThat(registry.standard().provider()).isEqualTo("google");
        assertThat(registry.available())
                .extracting(ModelRef::provider)
                .containsExactly("google", "anthropic", "openai", "scripted");
        assertThat(registry.missingKey(registry.find("anthropic").orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-ant-1", "sk-proj-1", "AIza-1"})
    void generalKeyThatShowsWhoseItIsIsShownToNobodyElse(String key) {
        assertThat(registry(new ModelSettingsBuilder().generalKey(key)).available())
                .hasSize(2);
    }

    @Test
    void generalKeyOfOneIsNotShownToAnotherWhoIsTheDefault() {
        var settings = new ModelSettingsBuilder().generalKey("sk-ant-1").standardProvider("openai");
        assertThatThrownBy(settings::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OPENAI_API_KEY")
                .hasMessageContaining("DEFAULT_MODEL_PROVIDER=anthropic")
                .hasMessageNotContaining("sk-ant-1");

        assertThat(registry(settings.openaiKey("sk-1").standardModel("gpt-5.2")).available())
                .containsExactly(
                        new ModelRef("openai", "gpt-5.2"),
                        new ModelRef("anthropic", "claude-sonnet-5-5"),
                        ModelRegistry.SCRIPTED);
    }

    /** A proxy may take whatever key it likes. */
    @Test
    void generalKeyOfOneServesAnAddressInAnothersPlace() {
        var settings = new ModelSettingsBuilder()
                .generalKey("sk-ant-1")
                .address(URI.create("http://localhost:4000/v1"))
                .standardProvider("openai");

        assertThat(registry(settings).available())
                .extracting(ModelRef::provider)
                .containsExactly("openai", "scripted");
    }

    @Test
    void generalKeyOfAnAddressIsShownToNobodyElse() {
        var settings = new ModelSettingsBuilder()
                .generalKey("sk-1")
                .address(URI.create("http://localhost:11434/v1"))
                .standardModel("qwen");

        assertThat(registry(settings).available())
                .extracting(ModelRef::provider)
                .containsExactly("compatible", "scripted");
    }

    @Test
    void eachProviderHasTheModelThatIsSetForIt() {
        var settings = new ModelSettingsBuilder()
                .generalKey("key")
                .standardProvider("google")
                .standardModel("gemini-3.5-flash")
                .anthropicModel("claude-opus-5")
                .openaiModel("gpt-5.2")
                .googleModel("gemini-of-no-effect");

        assertThat(registry(settings).available())
                .containsExactly(
                        new ModelRef("google", "gemini-3.5-flash"),
                        new ModelRef("anthropic", "claude-opus-5"),
                        new ModelRef("openai", "gpt-5.2"),
                        ModelRegistry.SCRIPTED);
    }

    @Test
    void addressAloneIsACompatibleServer() {
        var settings = new ModelSettingsBuilder()
                .address(URI.create("http://localhost:11434/v1"))
                .standardModel("qwen/qwen3:8b");

        assertThat(registry(settings).standard()).isEqualTo(new ModelRef("compatible", "qwen/qwen3:8b"));
    }

    @Test
    void addressNeedsAModel() {
        assertThatThrownBy(() -> new ModelSettingsBuilder()
                        .address(URI.create("http://localhost:11434/v1"))
                        .build())
                .hasMessageContaining("DEFAULT_MODEL");
        assertThatThrownBy(() -> new ModelSettingsBuilder()
                        .address(URI.create("localhost:11434"))
                        .standardModel("qwen")
                        .build())
                .hasMessageContaining("https://");
    }

    @Test
    void addressTakesTheNamedProvidersPlace() {
        var settings = new ModelSettingsBuilder()
                .address(URI.create("http://localhost:4000/v1"))
                .standardProvider("openai")
                .standardModel("local")
                .build();

        assertThat(settings.providers())
                .filteredOn(provider -> provider.name().equals("openai"))
                .singleElement()
                .satisfies(provider -> {
                    assertThat(provider.address()).hasPort(4000);
                    assertThat(provider.usable()).isTrue();
                });
        assertThat(new ModelRegistry(settings, NOW).standard()).isEqualTo(new ModelRef("openai", "local"));
    }

    @Test
    void modelWithoutAKeySaysWhichToSet() {
        var outcome = models().model(new ModelRef("anthropic", "claude-sonnet-5-5"))
                .ask(LanguageModelContract.prompt("Hello."), ModelListener.none(), new RaisableStop());

        assertThat(outcome).isInstanceOfSatisfying(ModelOutcome.Failed.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(ModelFailure.Kind.UNAUTHORIZED);
            assertThat(failed.failure().message()).contains("ANTHROPIC_API_KEY");
        });
    }

    @Test
    void aChatsOwnKeyIsShownInPlaceOfTheOperatorsAndIsInNoMessage() {
        var shown = new ConcurrentLinkedQueue<String>();
        try (var server = new LoopbackServer((asked, line) -> {
                    shown.add(asked.headers().getOrDefault("authorization", ""));
                    line.whole(401, Map.of(), "{\"error\": {\"message\": \"sk-of-one-chat is not valid\"}}");
                });
                var registry = new ModelRegistry(providers(Provider.openai().at(server.address("/v1/"))), NOW)) {
            var failure = ask(registry.model(GPT, new Secret("sk-of-one-chat")));

            assertThat(shown).containsExactly("Bearer sk-of-one-chat");
            assertThat(failure.kind()).isEqualTo(ModelFailure.Kind.UNAUTHORIZED);
            assertThat(failure.message())
                    .contains("the key that was given for this chat")
                    .doesNotContain("sk-of-one-chat");
            assertThat(ask(registry.model(GPT)).message()).contains("OPENAI_API_KEY");
            assertThat(ask(registry.model(GPT, new Secret("no key"))).message())
                    .contains("is none")
                    .doesNotContain("no key");
            assertThat(shown).hasSize(1);
            assertThat(registry.available()).containsExactly(ModelRegistry.SCRIPTED);
        }
    }

    private static ModelSettings providers(Provider provider) {
        return new ModelSettings(
                List.of(provider), Optional.empty(), Optional.empty(), Optional.empty(), Limits.STANDARD);
    }

    private static ModelFailure ask(LanguageModel model) {
        var outcome = model.ask(LanguageModelContract.prompt("Hello."), ModelListener.none(), new RaisableStop());

        return ((ModelOutcome.Failed) outcome).failure();
    }

    @Test
    void keysArePrintedNowhere() {
        var settings = new ModelSettingsBuilder()
                .anthropicKey("sk-ant-secret")
                .openaiKey("sk-secret")
                .googleKey("AIza-secret")
                .build();

        assertThat(settings.toString()).doesNotContain("secret").contains("***");
        assertThatThrownBy(() -> new ApiKey("sk-se cret")).message().doesNotContain("cret");
    }

    @Test
    void unreadableScriptIsSaidAtOnce(@TempDir Path folder) {
        assertThatThrownBy(() -> registry(new ModelSettingsBuilder().script(folder.resolve("none.yaml"))))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("no such file");
    }

    @Test
    void whatIsRecordedCanBePlayedAgain(@TempDir Path folder) throws Exception {
        var file = folder.resolve("recording.yaml");
        try (var recorded = registry(new ModelSettingsBuilder().recording(file))) {
            recorded.model(recorded.standard())
                    .ask(LanguageModelContract.prompt("print hi"), ModelListener.none(), new RaisableStop());
        }

        try (var played = registry(new ModelSettingsBuilder().script(file))) {
            var again = played.model(played.standard())
                    .ask(LanguageModelContract.prompt("print hi"), ModelListener.none(), new RaisableStop());

            assertThat(again)
                    .isEqualTo(ScriptedModel.bundled()
                            .ask(LanguageModelContract.prompt("print hi"), ModelListener.none(), new RaisableStop()));
            assertThat(Files.readAllLines(file)).hasSize(3);
        }
    }

    private static ModelRegistry registry(ModelSettingsBuilder settings) {
        return new ModelRegistry(settings.build(), NOW);
    }
}
