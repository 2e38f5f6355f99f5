package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Anthropic's messages. */
final class AnthropicWire implements Wire {
    static final String KEY = "sk-ant-loopback-0123456789";

    private int calls;

    @Override
    public Provider provider(LoopbackServer server) {
        return Provider.anthropic().orKey(new ApiKey(KEY)).at(server.address("/v1"));
    }

    @Override
    public String model() {
        return "claude-sonnet-5-5";
    }

    @Override
    public String stream(Said said) {
        var random = new SplittableRandom(said.seed());
        var events = new StringBuilder();
        var start = Json.MAPPER.createObjectNode().put("type", "message_start");
        var message = start.putObject("message")
                .put("id", "msg_1")
                .put("type", "message")
                .put("role", "assistant")
                .put("model", model());
        message.putArray("content");
        message.putObject("usage")
                .put("input_tokens", said.fresh())
                .put("cache_read_input_tokens", said.cached())
                .put("cache_creation_input_tokens", said.stored())
                .put("output_tokens", 1);
        events.append(event(start)).append("event: ping\ndata: {\"type\": \"ping\"}\n\n");
        for (var i = 0; i < said.parts().size(); i++) {
            block(events, i, said.parts().get(i), random);
        }
        var end = Json.MAPPER.createObjectNode().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", stopReason(said)).putNull("stop_sequence");
        end.putObject("usage").put("output_tokens", said.output());

        return events.append(event(end)).append(event("message_stop")).toString();
    }

    private static String stopReason(Said said) {
        return switch (said.ending()) {
            case DONE -> said.parts().stream().anyMatch(Said.Part.Call.class::isInstance) ? "tool_use" : "end_turn";
            case OUT_OF_TOKENS -> "max_tokens";
            case DECLINED -> "refusal";
        };
    }

    private void block(StringBuilder events, int index, Said.Part part, RandomGenerator random) {
        switch (part) {
            case Said.Part.Thought(var text, var signature) -> {
                begin(events, index, "thinking", it -> it.put("thinking", "").put("signature", ""));
                Said.cut(text, random).forEach(piece -> delta(events, index, "thinking_delta", "thinking", piece));
                delta(events, index, "signature_delta", "signature", signature);
            }
            case Said.Part.Hidden(var data) -> begin(events, index, "redacted_thinking", it -> it.put("data", data));
            case Said.Part.Text(var text) -> {
                begin(events, index, "text", it -> it.put("text", ""));
                Said.cut(text, random).forEach(piece -> delta(events, index, "text_delta", "text", piece));
            }
            case Said.Part.Call(var name, var arguments) -> {
                begin(
                        events,
                        index,
                        "tool_use",
                        it -> it.put("id", "toolu_" + ++calls).put("name", name).putObject("input"));
                delta(events, index, "input_json_delta", "partial_json", "");
                Said.cut(arguments, random)
                        .forEach(piece -> delta(events, index, "input_json_delta", "partial_json", piece));
            }
        }
        events.append(event(
                Json.MAPPER.createObjectNode().put("type", "content_block_stop").put("index", index)));
    }

    private static void begin(StringBuilder events, int index, String type, Consumer<ObjectNode> filling) {
        var start = Json.MAPPER
                .createObjectNode()
                .put("type", "content_block_start")
                .put("index", index);
        filling.accept(start.putObject("content_block").put("type", type));
        events.append(event(start));
    }

    private static void delta(StringBuilder events, int index, String type, String field, String piece) {
        var delta = Json.MAPPER
                .createObjectNode()
                .put("type", "content_block_delta")
                .put("index", index);
        delta.putObject("delta").put("type", type).put(field, piece);
        events.append(event(delta));
    }

    private static String event(ObjectNode data) {
        return "event: " + data.path("type").asText() + "\ndata: " + Json.text(data) + "\n\n";
    }

    private static String event(String type) {
        return event(Json.MAPPER.createObjectNode().put("type", type));
    }

    @Override
    public List<String> complaints(LoopbackServer.Asked asked, JsonNode body) {
        var found = new ArrayList<String>();
        expect(found, asked.path().equals("/v1/messages"), "path " + asked.path());
        expect(found, KEY.equals(asked.headers().get("x-api-key")), "x-api-key");
        expect(found, "2023-06-01".equals(asked.headers().get("anthropic-version")), "anthropic-version");
        expect(found, body.path("max_tokens").asInt() > 0, "max_tokens");
        expect(found, body.path("stream").asBoolean(), "stream");
        if (body.path("thinking").has("block_binding")) {
            expect(
                    found,
                    asked.headers().getOrDefault("anthropic-beta", "").contains("thinking-binding-controls-2026-08-01"),
                    "block_binding needs its anthropic-beta header");
        }
        if (body.path("thinking").path("type").asText().equals("enabled")) {
            expect(
                    found,
                    body.path("thinking").path("budget_tokens").asInt()
                            < body.path("max_tokens").asInt(),
                    "budget_tokens");
        }
        body.path("tools")
                .forEach(tool -> expect(
                        found,
                        tool.path("input_schema").path("type").asText().equals("object")
                                && tool.path("name").asText().matches("[a-zA-Z0-9_-]{1,128}"),
                        "tool " + tool));
        new Conversation(found).check(body.path("messages"));

        return found;
    }

    private static void expect(List<String> found, boolean right, String what) {
        if (!right) {
            found.add(what);
        }
    }

    /** Anthropic's rules for messages. */
    private record Conversation(List<String> found) {
        void check(JsonNode messages) {
            Set<String> open = Set.of();
            var ids = new HashSet<String>();
            var marks = 0;
            for (var message : messages) {
                var role = message.path("role").asText();
                expect(found, Set.of("user", "assistant").contains(role), "role " + role);
                expect(found, !message.path("content").isEmpty(), "empty content");
                var answered = new HashSet<String>();
                var asks = new HashSet<String>();
                for (var block : message.path("content")) {
                    marks += block.has("cache_control") ? 1 : 0;
                    switch (block.path("type").asText()) {
                        case "text" ->
                            expect(
                                    found,
                                    !block.path("text").asText().isBlank(),
                                    "text content blocks must be non-empty");
                        case "thinking" ->
                            expect(found, !block.path("signature").asText().isEmpty(), "thinking without signature");
                        case "redacted_thinking" ->
                            expect(found, !block.path("data").asText().isEmpty(), "redacted_thinking without data");
                        case "tool_use" -> {
                            var id = block.path("id").asText();
                            expect(found, id.matches("[a-zA-Z0-9_-]+"), "tool_use id " + id);
                            expect(found, ids.add(id), "tool_use ids must be unique");
                            expect(found, block.path("input").isObject(), "input must be an object");
                            expect(found, block.path("name").asText().matches("[a-zA-Z0-9_-]{1,64}"), "tool_use name");
                            asks.add(id);
                        }
                        case "tool_result" ->
                            answered.add(block.path("tool_use_id").asText());
                        default -> found.add("block " + block);
                    }
                }
                expect(found, answered.equals(open), "tool_use ids without tool_result, or the reverse: " + open);
                open = asks;
            }
            expect(found, open.isEmpty(), "tool_use without tool_result at the end");
            expect(found, marks <= 2, "too many cache_control");
        }
    }

    @Override
    public Refused error(int status, String type, String message) {
        var body = Json.MAPPER.createObjectNode().put("type", "error");
        body.putObject("error").put("type", type).put("message", message);

        return new Refused(status, Map.of("Content-Type", "application/json"), Json.text(body));
    }

    @Override
    public Refused tooLong() {
        return error(400, "invalid_request_error", "prompt is too long: 1000512 tokens > 1000000 maximum");
    }

    @Override
    public Optional<String> overloadedInStream() {
        return Optional.of(
                "event: error\ndata: "
                        + "{\"type\": \"error\", \"error\": {\"type\": \"overloaded_error\", \"message\": \"Overloaded\"}}\n\n");
    }
}
