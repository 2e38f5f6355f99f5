package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** OpenAI's chat completions. */
final class OpenAiWire implements Wire {
    static final String KEY = "sk-loopback-0123456789";

    @Override
    public Provider provider(LoopbackServer server) {
        return Provider.openai().orKey(new ApiKey(KEY)).at(server.address("/v1"));
    }

    @Override
    public String model() {
        return "gpt-6-sol";
    }

    @Override
    public String stream(Said said) {
        var random = new SplittableRandom(said.seed());
        var events = new StringBuilder();
        delta(events, delta -> delta.put("role", "assistant").put("content", ""));
        var calls = 0;
        for (var part : said.parts()) {
            switch (part) {
                case Said.Part.Thought(var text, var _) ->
                    Said.cut(text, random)
                            .forEach(piece -> delta(events, delta -> delta.put("reasoning_content", piece)));
                case Said.Part.Hidden _ -> {}
                case Said.Part.Text(var text) ->
                    Said.cut(text, random).forEach(piece -> delta(events, delta -> delta.put("content", piece)));
                case Said.Part.Call(var name, var arguments) -> {
                    var index = calls++;
                    delta(
                            events,
                            delta -> call(delta, index)
                                    .put("id", "call_" + index)
                                    .put("type", "function")
                                    .putObject("function")
                                    .put("name", name)
                                    .put("arguments", ""));
                    Said.cut(arguments, random)
                            .forEach(piece -> delta(
                                    events,
                                    delta -> call(delta, index)
                                            .putObject("function")
                                            .put("arguments", piece)));
                }
            }
        }
        var last = chunk();
        last.putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", finishReason(said))
                .putObject("delta");
        events.append(event(last));
        var usage = chunk();
        usage.putArray("choices");
        usage.putObject("usage")
                .put("prompt_tokens", said.fresh() + said.cached())
                .put("completion_tokens", said.output())
                .put("total_tokens", said.fresh() + said.cached() + said.output())
                .putObject("prompt_tokens_details")
                .put("cached_tokens", said.cached());

        return events.append(event(usage)).append("data: [DONE]\n\n").toString();
    }

    private static String finishReason(Said said) {
        return switch (said.ending()) {
            case DONE -> said.parts().stream().anyMatch(Said.Part.Call.class::isInstance) ? "tool_calls" : "stop";
            case OUT_OF_TOKENS -> "length";
            case DECLINED -> "content_filter";
        };
    }

    private static ObjectNode call(ObjectNode delta, int index) {
        return delta.putArray("tool_calls").addObject().put("index", index);
    }

    private static void delta(StringBuilder events, Consumer<ObjectNode> filling) {
        var chunk = chunk();
        var choice = chunk.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
        filling.accept(choice.putObject("delta"));
        events.append(event(chunk));
    }

    private static ObjectNode chunk() {
        return Json.MAPPER
                .createObjectNode()
                .put("id", "chatcmpl-1")
                .put("object", "chat.completion.chunk")
                .put("created", 1_700_000_000)
                .put("model", "gpt-6-sol");
    }

    private static String event(ObjectNode data) {
        return "data: " + Json.text(data) + "\n\n";
    }

    @Override
    public List<String> complaints(LoopbackServer.Asked asked, JsonNode body) {
        var found = new ArrayList<String>();
        expect(found, asked.path().equals("/v1/chat/completions"), "path " + asked.path());
        expect(found, ("Bearer " + KEY).equals(asked.headers().get("authorization")), "authorization");
        expect(found, body.path("stream").asBoolean(), "stream");
        expect(found, body.path("stream_options").path("include_usage").asBoolean(), "include_usage");
        expect(found, body.path("max_completion_tokens").asInt() > 0, "max_completion_tokens");
        expect(
                found,
                body.path("tools").isEmpty()
                        || body.path("reasoning_effort").asText().equals("none"),
                "Function tools with reasoning_effort are not supported for gpt-6-sol in /v1/chat/completions");
        body.path("tools")
                .forEach(tool -> expect(
                        found,
                        tool.path("type").asText().equals("function")
                                && tool.path("function")
                                        .path("parameters")
                                        .path("type")
                                        .asText()
                                        .equals("object"),
                        "tool " + tool));
        checkMessages(found, body.path("messages"));

        return found;
    }

    /** Each call of a reply has its result right behind the reply. */
    private static void checkMessages(List<String> found, JsonNode messages) {
        var open = new ArrayList<String>();
        for (var message : messages) {
            var role = message.path("role").asText();
            if (role.equals("tool")) {
                expect(found, open.remove(message.path("tool_call_id").asText()), "tool result without its call");
                continue;
            }
            expect(found, open.isEmpty(), "tool_call_ids did not have response messages: " + open);
            open.clear();
            expect(
                    found,
                    message.path("content").isTextual() || message.has("tool_calls"),
                    "content of " + role + " is missing");
            for (var call : message.path("tool_calls")) {
                expect(found, call.path("id").asText().length() <= 40, "id too long");
                expect(
                        found,
                        call.path("function").path("name").asText().matches("[a-zA-Z0-9_-]{1,64}"),
                        "name does not match pattern");
                expect(
                        found,
                        Json.tree(call.path("function").path("arguments").asText())
                                .isObject(),
                        "arguments");
                open.add(call.path("id").asText());
            }
        }
        expect(found, open.isEmpty(), "tool_call_ids did not have response messages: " + open);
    }

    private static void expect(List<String> found, boolean right, String what) {
        if (!right) {
            found.add(what);
        }
    }

    @Override
    public Refused error(int status, String type, String message) {
        var body = Json.MAPPER.createObjectNode();
        body.putObject("error")
                .put("message", message)
                .put("type", type)
                .putNull("param")
                .put("code", type);

        return new Refused(status, Map.of("Content-Type", "application/json"), Json.text(body));
    }

    @Override
    public Refused tooLong() {
        var body = Json.MAPPER.createObjectNode();
        body.putObject("error")
                .put(
                        "message",
                        "This model's maximum context length is 128000 tokens. However, your messages resulted in"
                                + " 130562 tokens. Please reduce the length of the messages.")
                .put("type", "invalid_request_error")
                .put("param", "messages")
                .put("code", "context_length_exceeded");

        return new Refused(400, Map.of("Content-Type", "application/json"), Json.text(body));
    }

    @Override
    public Optional<String> overloadedInStream() {
        return Optional.of("data: {\"error\":{\"message\":\"The server had an error while processing your request.\","
                + "\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n");
    }
}
