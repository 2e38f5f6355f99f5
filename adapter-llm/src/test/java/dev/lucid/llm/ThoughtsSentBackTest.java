package dev.lucid.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.testkit.RaisableStop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A model sees its own thoughts again as it made them, and nobody else's. */
class ThoughtsSentBackTest {
    private static final String LIST = "{\"path\":\".\"}";

    @Test
    void claudeGetsItsBlocksBackInTheirOrder() {
        var said = Said.of(
                new Said.Part.Thought("First thought.", "sig-1"),
                new Said.Part.Hidden("hidden-1"),
                new Said.Part.Text("Some words."),
                new Said.Part.Thought("Second thought.", "sig-2"),
                new Said.Part.Text("More words."),
                new Said.Part.Call(Toolbox.LIST_FILES, LIST),
                new Said.Part.Call(Toolbox.READ_FILE, "{\"path\":\"a\"}"));

        try (var provider = new FakeProvider(new AnthropicWire(), FakeProvider.PATIENT)) {
            provider.says(said).says(Said.text("Done."));
            var reply = ask(provider.model(), opening());
            ask(provider.model(), answered(reply));

            assertThat(provider.complaints()).isEmpty();
            assertThat(reply.thinking().map(Thinking::text)).contains("First thought.\n\nSecond thought.");
            assertThat(reply.text()).isEqualTo("Some words.\n\nMore words.");
            var blocks = provider.bodies().get(1).path("messages").path(1).path("content");
            assertThat(blocks.valueStream().map(ThoughtsSentBackTest::brief))
                    .containsExactly(
                            "thinking First thought. sig-1",
                            "redacted_thinking hidden-1",
                            "text Some words.",
                            "thinking Second thought. sig-2",
                            "text More words.",
                            "tool_use list_files",
                            "tool_use read_file");
        }
    }

    @Test
    void claudesThoughtWithoutWordsIsKeptToo() {
        var said = Said.of(new Said.Part.Thought("", "sig-silent"), new Said.Part.Call(Toolbox.LIST_FILES, LIST));

        try (var provider = new FakeProvider(new AnthropicWire(), FakeProvider.PATIENT)) {
            provider.says(said).says(Said.text("Done."));
            var reply = ask(provider.model(), opening());
            ask(provider.model(), answered(reply));

            var blocks = provider.bodies().get(1).path("messages").path(1).path("content");
            assertThat(brief(blocks.path(0))).isEqualTo("thinking  sig-silent");
        }
    }

    @Test
    void claudesThoughtIsKeptWhereItsBlankTextIsNot() {
        var said = Said.of(
                new Said.Part.Thought("Hmm.", "sig"),
                new Said.Part.Text("\n\n"),
                new Said.Part.Call(Toolbox.LIST_FILES, LIST));

        try (var provider = new FakeProvider(new AnthropicWire(), FakeProvider.PATIENT)) {
            provider.says(said).says(Said.text("Done."));
            var reply = ask(provider.model(), opening());
            ask(
                    provider.model(),
                    answered(new ModelReply(reply.thinking(), "", reply.uses(), reply.usage(), reply.cost())));

            assertThat(provider.complaints()).isEmpty();
            var blocks = provider.bodies().get(1).path("messages").path(1).path("content");
            assertThat(blocks.valueStream().map(ThoughtsSentBackTest::brief))
                    .containsExactly("thinking Hmm. sig", "tool_use list_files");
        }
    }

    @Test
    void claudesThoughtThatWasCutForStorageIsLeftOut() {
        var said =
                Said.of(new Said.Part.Thought("A long thought.", "sig"), new Said.Part.Call(Toolbox.LIST_FILES, LIST));

        try (var provider = new FakeProvider(new AnthropicWire(), FakeProvider.PATIENT)) {
            provider.says(said).says(Said.text("Done."));
            var reply = ask(provider.model(), opening());
            var cut = new Thinking("A long", reply.thinking().flatMap(Thinking::signature));
            ask(
                    provider.model(),
                    answered(
                            new ModelReply(Optional.of(cut), reply.text(), reply.uses(), reply.usage(), reply.cost())));

            assertThat(provider.complaints()).isEmpty();
            assertThat(provider.bodies().get(1).path("messages").path(1).path("content"))
                    .hasSize(1);
        }
    }

    @Test
    void claudeIsAskedToDropWhatNoLongerFitsTheConversation() {
        try (var provider = new FakeProvider(new AnthropicWire(), FakeProvider.PATIENT)) {
            ask(provider.says(Said.text("Hello.")).model(), opening());

            assertThat(provider.bodies().getFirst().path("thinking"))
                    .isEqualTo(Json.tree("{\"type\":\"adaptive\",\"display\":\"summarized\",\"block_binding\":"
                            + "{\"prefix_mismatch_behavior\":\"drop_block\"}}"));
        }
    }

    @Test
    void claudeFindsTheConversationInItsCache() {
        try (var provider = new FakeProvider(new AnthropicWire(), FakeProvider.PATIENT)) {
            ask(provider.says(Said.text("Hello.")).model(), opening());

            var body = provider.bodies().getFirst();
            var messages = body.path("messages");
            var tools = body.path("tools");
            assertThat(body.path("system").path(0).has("cache_control")).isTrue();
            assertThat(tools.path(tools.size() - 1).has("cache_control")).isTrue();
            assertThat(messages.path(messages.size() - 1)
                            .path("content")
                            .path(0)
                            .path("cache_control"))
                    .isEqualTo(Json.tree("{\"type\":\"ephemeral\"}"));
        }
    }

    @Test
    void geminiGetsItsSignaturesBackWhereTheyWere() {
        var said = Said.of(
                new Said.Part.Thought("Two things.", "c2lnLTE="),
                new Said.Part.Call(Toolbox.LIST_FILES, LIST),
                new Said.Part.Call(Toolbox.READ_FILE, "{\"path\":\"a\"}"),
                new Said.Part.Thought("One more.", "c2lnLTI="),
                new Said.Part.Call(Toolbox.READ_FILE, "{\"path\":\"b\"}"));

        try (var provider = new FakeProvider(new GeminiWire(), FakeProvider.PATIENT)) {
            provider.says(said).says(Said.text("Done."));
            ask(provider.model(), answered(ask(provider.model(), opening())));

            assertThat(provider.complaints()).isEmpty();
            var contents = provider.bodies().get(1).path("contents");
            assertThat(contents.path(1)
                            .path("parts")
                            .valueStream()
                            .map(part -> part.path("thoughtSignature").asText()))
                    .containsExactly("c2lnLTE=", "", "c2lnLTI=");
            assertThat(contents.path(2).path("parts")).hasSize(3);
        }
    }

    @Test
    void geminiIsToldWhichCallsAreNotItsOwn() {
        var foreign = new ModelReply(
                Optional.of(
                        new Thinking("Claude's.", Optional.of(Seal.of("anthropic", Json.MAPPER.createArrayNode())))),
                "",
                List.of(Toolbox.read(Toolbox.LIST_FILES, Map.of())),
                TokenUsage.NONE,
                Cost.nothing());

        try (var provider = new FakeProvider(new GeminiWire(), FakeProvider.PATIENT)) {
            ask(provider.says(Said.text("Done.")).model(), answered(foreign));

            assertThat(provider.complaints()).isEmpty();
            assertThat(provider.bodies().getFirst().toString()).doesNotContain("Claude's.");
        }
    }

    @Test
    void compatibleServersSeeTheirThoughtsWhileTheWorkGoesOn() {
        var said = Said.of(new Said.Part.Thought("I look first.", ""), new Said.Part.Call(Toolbox.LIST_FILES, LIST));

        try (var provider = new FakeProvider(new OpenAiWire(), FakeProvider.PATIENT)) {
            provider.says(said).says(Said.text("Done.")).says(Said.text("Again."));
            var working = answered(ask(provider.model(), opening()));
            ask(provider.model(), working);
            ask(provider.model(), with(working, new Message.User("And now?")));

            assertThat(provider.complaints()).isEmpty();
            assertThat(thoughts(provider.bodies().get(1))).containsExactly("I look first.");
            assertThat(thoughts(provider.bodies().get(2))).isEmpty();
        }
    }

    private static List<String> thoughts(JsonNode body) {
        return body.path("messages")
                .valueStream()
                .filter(message -> message.has("reasoning_content"))
                .map(message -> message.path("reasoning_content").asText())
                .toList();
    }

    private static String brief(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "thinking" ->
                "thinking " + block.path("thinking").asText() + " "
                        + block.path("signature").asText();
            case "redacted_thinking" ->
                "redacted_thinking " + block.path("data").asText();
            case "text" -> "text " + block.path("text").asText();
            default -> block.path("type").asText() + " " + block.path("name").asText();
        };
    }

    private static ModelReply ask(LanguageModel model, Prompt prompt) {
        var outcome = model.ask(prompt, ModelListener.none(), new RaisableStop());
        assertThat(outcome).isInstanceOf(ModelOutcome.Replied.class);

        return ((ModelOutcome.Replied) outcome).reply();
    }

    private static Prompt opening() {
        return new Prompt("You are an agent.", List.of(new Message.User("Begin.")), Toolbox.specs());
    }

    /** The conversation after that reply, with all its calls answered. */
    private static Prompt answered(ModelReply reply) {
        var calls = IntStream.range(0, reply.uses().size())
                .mapToObj(i ->
                        new ToolCall(new CallId(new UUID(7, i)), reply.uses().get(i)))
                .toList();
        var prompt = with(opening(), new Message.Assistant(reply.thinking(), reply.text(), calls));
        for (var call : calls) {
            prompt = with(prompt, new Message.Answer(call.id(), call.use().tool(), "Well done.", false));
        }

        return prompt;
    }

    private static Prompt with(Prompt prompt, Message more) {
        var messages = new ArrayList<>(prompt.messages());
        messages.add(more);

        return new Prompt(prompt.system(), messages, prompt.tools());
    }
}
