package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.tool.ToolSpec;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.model.ModelListener;
import dev.lucid.testkit.Heard;
import dev.lucid.testkit.LanguageModelContract;
import dev.lucid.testkit.RaisableStop;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a provider is asked is what the prompt says. */
class RequestTest {
    @ParameterizedTest
    @EnumSource
    void promptArrivesWhole(Speaks speaks) {
        var body = asked(speaks);

        assertThat(system(speaks, body)).isEqualTo("You are an agent.");
        assertThat(body.toString())
                .contains(
                        "Look around.", "Two things at once.", "There is no such file.", "There is one file.", "Go on.")
                .doesNotContain("Somebody else's");
    }

    @ParameterizedTest
    @EnumSource
    void toolsArriveWithTheirParameters(Speaks speaks) {
        var tools = tools(speaks, asked(speaks));

        assertThat(tools).hasSameSizeAs(Toolbox.specs());
        for (var i = 0; i < tools.size(); i++) {
            var spec = Toolbox.specs().get(i);
            var tool = tools.get(i);
            var schema = tool.path(speaks == Speaks.ANTHROPIC ? "input_schema" : "parameters");
            assertThat(tool.path("name").asText()).isEqualTo(spec.name());
            assertThat(tool.path("description").asText()).isEqualTo(spec.description());
            assertThat(schema.path("properties").propertyStream().map(Map.Entry::getKey))
                    .containsExactlyInAnyOrderElementsOf(spec.parameters().stream()
                            .map(ToolSpec.Parameter::name)
                            .toList());
            assertThat(schema.path("required").valueStream().map(JsonNode::asText))
                    .containsExactlyElementsOf(spec.parameters().stream()
                            .filter(ToolSpec.Parameter::required)
                            .map(ToolSpec.Parameter::name)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void samePromptIsAlwaysAskedTheSameWay(Speaks speaks) {
        assertThat(asked(speaks)).isEqualTo(asked(speaks));
    }

    @Test
    void failedCallsAreMarkedForClaude() {
        var results = asked(Speaks.ANTHROPIC).findParents("tool_use_id");

        assertThat(results.stream().map(result -> result.path("is_error").asBoolean()))
                .containsExactly(false, true, true);
    }

    @Test
    void serversOfOthersDecideTheirOwnLimits() {
        var wire = new OpenAiWire();
        try (var provider = new FakeProvider(wire, FakeProvider.PATIENT)) {
            var someones = wire.provider(provider.server())
                    .replacedBy(provider.server().address("/v1/"));
            provider.says(Said.text("Hello."))
                    .model(someones, "qwen3:8b")
                    .ask(LanguageModelContract.prompt("Hello."), ModelListener.none(), new RaisableStop());

            var body = provider.bodies().getFirst();
            assertThat(body.path("model").asText()).isEqualTo("qwen3:8b");
            assertThat(body.has("max_completion_tokens")).isFalse();
            assertThat(body.has("max_tokens")).isFalse();
            assertThat(body.has("reasoning_effort")).isFalse();
        }
    }

    @Test
    void thoughtsUnderAnotherNameAreHeardToo() {
        var wire = new OpenAiWire();
        try (var provider = new FakeProvider(wire, FakeProvider.PATIENT)) {
            var stream = wire.stream(Said.of(new Said.Part.Thought("Hmm.", ""), new Said.Part.Text("Yes.")));
            var heard = new Heard();
            provider.sends(stream.replace("reasoning_content", "reasoning"), new Way.Whole())
                    .model()
                    .ask(LanguageModelContract.prompt("Hello."), heard, new RaisableStop());

            assertThat(heard.thought()).isEqualTo("Hmm.");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "claude-sonnet-5-5, BOUND",
        "claude-haiku-5-5-20261007, BOUND",
        "claude-fable-5-1, BOUND",
        "claude-opus-5, ADAPTIVE",
        "claude-sonnet-4-6, ADAPTIVE",
        "claude-opus-4-5-20251101, BUDGET",
        "claude-sonnet-4-20250514, BUDGET",
        "claude-3-7-sonnet-20250219, BUDGET",
        "claude-3-5-sonnet-20241022, NOT",
        "claude-instant, NOT",
        "some-other-model, NOT"
    })
    void eachClaudeIsAskedToThinkInItsOwnWay(String model, ClaudeThinking way) {
        assertThat(ClaudeThinking.of(model, LanguageModelContract.prompt("Hello.")))
                .isEqualTo(way);
    }

    @Test
    void claudeWithABudgetDoesNotThinkAboutSomebodyElsesWork() {
        var prompt = LanguageModelContract.conversation();
        var working = new Prompt(prompt.system(), prompt.messages().subList(0, 4), prompt.tools());

        assertThat(ClaudeThinking.of("claude-sonnet-4-5", working)).isEqualTo(ClaudeThinking.NOT);
        assertThat(ClaudeThinking.of("claude-sonnet-5-5", working)).isEqualTo(ClaudeThinking.BOUND);
    }

    private static JsonNode asked(Speaks speaks) {
        var wire = speaks.wire();
        try (var provider = new FakeProvider(wire, FakeProvider.PATIENT)) {
            provider.says(Said.text("Yes."))
                    .model()
                    .ask(LanguageModelContract.conversation(), ModelListener.none(), new RaisableStop());

            assertThat(provider.complaints()).isEmpty();

            return provider.bodies().getFirst();
        }
    }

    private static String system(Speaks speaks, JsonNode body) {
        return switch (speaks) {
            case ANTHROPIC -> body.path("system").path(0).path("text").asText();
            case OPENAI -> body.path("messages").path(0).path("content").asText();
            case GEMINI ->
                body.path("systemInstruction")
                        .path("parts")
                        .path(0)
                        .path("text")
                        .asText();
        };
    }

    private static List<JsonNode> tools(Speaks speaks, JsonNode body) {
        return switch (speaks) {
            case ANTHROPIC -> body.path("tools").valueStream().toList();
            case OPENAI ->
                body.path("tools")
                        .valueStream()
                        .map(tool -> tool.path("function"))
                        .toList();
            case GEMINI ->
                body.path("tools")
                        .path(0)
                        .path("functionDeclarations")
                        .valueStream()
                        .toList();
        };
    }
}
