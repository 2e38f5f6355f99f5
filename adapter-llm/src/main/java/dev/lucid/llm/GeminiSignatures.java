package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.model.Prompt.Message;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Gemini signs single parts of its replies and wants each signature back where it was. The vendor's library keeps one a
 * reply, the last. For one thread.
 */
final class GeminiSignatures {
    private static final String MAKER = "google";
    private static final String SIGNATURE = "thoughtSignature";
    private static final String CALL = "functionCall";

    /** What Google documents for calls that Gemini did not make itself. */
    private static final String FOREIGN = "skip_thought_signature_validator";

    private static final Pattern CHECKS = Pattern.compile("gemini-[3-9].*");

    /** Pairs of a place, which is a call's number or -1 for the text, and the signature there. */
    private final ArrayNode places = Json.MAPPER.createArrayNode();

    private int calls;

    /** Sees parts of a reply in which there may be signatures. */
    void heard(JsonNode parts) {
        for (var part : parts) {
            var signed = part.path(SIGNATURE).asText("");
            var call = part.has(CALL);
            if (!signed.isEmpty()) {
                places.addArray().add(call ? calls : -1).add(signed);
            }
            calls += call ? 1 : 0;
        }
    }

    /** Sees an event in which there is no signature. */
    void countCalls(String data) {
        if (data.contains("\"" + CALL + "\"")) {
            heard(Json.tree(data).path("candidates").path(0).path("content").path("parts"));
        }
    }

    Optional<String> seal() {
        return places.isEmpty() ? Optional.empty() : Optional.of(Seal.of(MAKER, places));
    }

    /** The messages, with what is said to the model in one go made one: all results of parallel calls belong together. */
    static ArrayNode merged(JsonNode contents) {
        var merged = Json.MAPPER.createArrayNode();
        for (var content : contents) {
            var before = merged.path(merged.size() - 1);
            var told = before.path("role").asText().equals("user")
                    && content.path("role").asText().equals("user");
            if (told && before.path("parts") instanceof ArrayNode parts) {
                content.path("parts").forEach(parts::add);
            } else {
                merged.add(content);
            }
        }

        return merged;
    }

    /** Puts the replies' signatures back where they were. */
    static void restore(ArrayNode contents, List<Message.Assistant> replies, String model) {
        var reply = replies.iterator();
        for (var content : contents) {
            if (content.path("role").asText().equals("model") && reply.hasNext()) {
                restore(content.path("parts"), reply.next(), model);
            }
        }
    }

    private static void restore(JsonNode parts, Message.Assistant reply, String model) {
        var calls = parts.valueStream()
                .filter(part -> part.has(CALL))
                .map(ObjectNode.class::cast)
                .toList();
        var texts = parts.valueStream()
                .filter(part -> part.has("text"))
                .map(ObjectNode.class::cast)
                .toList();
        for (var place : Seal.read(MAKER, reply).map(JsonNode::valueStream).stream()
                .flatMap(all -> all)
                .toList()) {
            var number = place.path(0).asInt();
            if (number >= 0 && number < calls.size()) {
                calls.get(number).set(SIGNATURE, place.path(1));
            } else if (number < 0 && !texts.isEmpty()) {
                texts.getLast().set(SIGNATURE, place.path(1));
            }
        }
        if (!calls.isEmpty()
                && !calls.getFirst().has(SIGNATURE)
                && CHECKS.matcher(model).matches()) {
            calls.getFirst().put(SIGNATURE, FOREIGN);
        }
    }
}
