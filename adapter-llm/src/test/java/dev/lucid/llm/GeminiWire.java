package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Gemini's generated content. */
final class GeminiWire implements Wire {
    static final String KEY = "AIza-loopback-0123456789";

    @Override
    public Provider provider(LoopbackServer server) {
        return Provider.google().orKey(new ApiKey(KEY)).at(server.address("/v1beta"));
    }

    @Override
    public String model() {
        return "gemini-3-flash-preview";
    }

    /** Gemini gives a call whole, its arguments as an object, and no id; the first of several calls is signed. */
    @Override
    public String stream(Said said) {
        var random = new SplittableRandom(said.seed());
        var events = new StringBuilder();
        var signature = "";
        for (var part : said.parts()) {
            switch (part) {
                case Said.Part.Thought(var text, var sign) -> {
                    Said.cut(text, random)
                            .forEach(piece -> part(
                                    events, said, it -> it.put("text", piece).put("thought", true)));
                    signature = sign;
                }
                case Said.Part.Hidden _ -> {}
                case Said.Part.Text(var text) ->
                    Said.cut(text, random).forEach(piece -> part(events, said, it -> it.put("text", piece)));
                case Said.Part.Call(var name, var arguments) -> {
                    var sign = signature;
                    part(events, said, it -> {
                        it.putObject("functionCall").put("name", name).set("args", Json.tree(arguments));
                        if (!sign.isEmpty()) {
                            it.put("thoughtSignature", sign);
                        }
                    });
                    signature = "";
                }
            }
        }
        var rest = signature;
        var last = chunk(said);
        var candidate = ((ObjectNode) last.path("candidates").path(0)).put("finishReason", finishReason(said));
        var part = candidate
                .putObject("content")
                .put("role", "model")
                .putArray("parts")
                .addObject();
        part.put("text", "");
        if (!rest.isEmpty()) {
            part.put("thoughtSignature", rest);
        }

        return events.append(event(last)).toString();
    }

    private static String finishReason(Said said) {
        return switch (said.ending()) {
            case DONE -> "STOP";
            case OUT_OF_TOKENS -> "MAX_TOKENS";
            case DECLINED -> "PROHIBITED_CONTENT";
        };
    }

    private static void part(StringBuilder events, Said said, Consumer<ObjectNode> filling) {
        var chunk = chunk(said);
        var content = ((ObjectNode) chunk.path("candidates").path(0))
                .putObject("content")
                .put("role", "model");
        filling.accept(content.putArray("parts").addObject());
        events.append(event(chunk));
    }

    private static ObjectNode chunk(Said said) {
        var chunk = Json.MAPPER.createObjectNode().put("modelVersion", "gemini-3-flash-preview");
        chunk.putArray("candidates").addObject().put("index", 0);
        chunk.putObject("usageMetadata")
                .put("promptTokenCount", said.fresh() + said.cached())
                .put("cachedContentTokenCount", said.cached())
                .put("candidatesTokenCount", said.output() - said.output() / 3)
                .put("thoughtsTokenCount", said.output() / 3)
                .put("totalTokenCount", said.fresh() + said.cached() + said.output());

        return chunk;
    }

    private static String event(ObjectNode data) {
        return "data: " + Json.text(data) + "\r\n\r\n";
    }

    @Override
    public List<String> complaints(LoopbackServer.Asked asked, JsonNode body) {
        var found = new ArrayList<String>();
        expect(
                found,
                asked.path().equals("/v1beta/models/" + model() + ":streamGenerateContent?alt=sse"),
                "path " + asked.path());
        expect(found, KEY.equals(asked.headers().get("x-goog-api-key")), "x-goog-api-key");
        expect(found, body.path("generationConfig").path("maxOutputTokens").asInt() > 0, "maxOutputTokens");
        expect(
                found,
                body.path("safetySettings").size() == 4
                        && body.path("safetySettings")
                                .valueStream()
                                .allMatch(
                                        each -> each.path("threshold").asText().equals("BLOCK_NONE")),
                "safetySettings " + body.path("safetySettings"));
        body.path("tools")
                .path(0)
                .path("functionDeclarations")
                .forEach(tool -> expect(
                        found, tool.path("parameters").path("type").asText().equals("OBJECT"), "tool " + tool));
        checkContents(found, body.path("contents"));

        return found;
    }

    /** All results of a reply's calls come in the one message behind it, and the first call of each reply is signed. */
    private static void checkContents(List<String> found, JsonNode contents) {
        var open = new ArrayList<String>();
        for (var content : contents) {
            var parts = content.path("parts");
            expect(found, !parts.isEmpty(), "contents.parts must not be empty");
            var answers = parts.valueStream()
                    .filter(part -> part.has("functionResponse"))
                    .map(part -> part.path("functionResponse").path("name").asText())
                    .toList();
            expect(
                    found,
                    answers.equals(open),
                    "the number of function response parts is not equal to that of function call parts: " + open);
            open.clear();
            for (var part : parts) {
                if (part.has("functionCall")) {
                    expect(
                            found,
                            !open.isEmpty()
                                    || !part.path("thoughtSignature").asText().isEmpty(),
                            "Function call is missing a thought_signature");
                    expect(found, content.path("role").asText().equals("model"), "role");
                    expect(
                            found,
                            part.path("functionCall").path("name").asText().matches("[a-zA-Z0-9_-]{1,64}"),
                            "function name");
                    open.add(part.path("functionCall").path("name").asText());
                }
            }
        }
        expect(found, open.isEmpty(), "function calls without responses at the end");
    }

    private static void expect(List<String> found, boolean right, String what) {
        if (!right) {
            found.add(what);
        }
    }

    @Override
    public Refused error(int status, String type, String message) {
        var body = Json.MAPPER.createObjectNode();
        body.putObject("error").put("code", status).put("message", message).put("status", type);

        return new Refused(status, Map.of("Content-Type", "application/json; charset=UTF-8"), Json.text(body));
    }

    @Override
    public Refused tooLong() {
        return error(
                400,
                "INVALID_ARGUMENT",
                "The input token count (1200431) exceeds the maximum number of tokens allowed (1048576).");
    }

    @Override
    public Optional<String> overloadedInStream() {
        return Optional.of(
                "data: {\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please try again later.\","
                        + "\"status\":\"UNAVAILABLE\"}}\r\n\r\n");
    }
}
