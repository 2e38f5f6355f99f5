package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import java.util.List;

/**
 * Gives Anthropic its own replies back block by block, in their order and with their signatures, because it checks that
 * they are as it made them. The vendor's library knows one thought a reply, and no order.
 */
final class AnthropicBlocks {
    static final String MAKER = "anthropic";
    static final String THINKING = "thinking";
    static final String REDACTED = "redacted_thinking";
    static final String TEXT = "text";
    static final String CALL = "tool_use";

    private AnthropicBlocks() {}

    /** Puts the replies' own blocks in place of what the vendor's library made of them. */
    static void restore(JsonNode messages, List<Message.Assistant> replies) {
        var reply = replies.iterator();
        for (var message : messages) {
            if (message.path("role").asText().equals("assistant") && reply.hasNext()) {
                restore((ObjectNode) message, reply.next());
            }
        }
    }

    private static void restore(ObjectNode message, Message.Assistant reply) {
        Seal.read(MAKER, reply).filter(blocks -> fits(blocks, reply)).ifPresent(blocks -> {
            var calls = message.path("content")
                    .valueStream()
                    .filter(block -> block.path("type").asText().equals(CALL))
                    .iterator();
            var content = Json.MAPPER.createArrayNode();
            for (var block : blocks) {
                switch (block.path(0).asText()) {
                    case THINKING -> content.add(thinking(block, thought(reply)));
                    case REDACTED -> content.addObject().put("type", REDACTED).set("data", block.path(1));
                    case TEXT -> addText(content, reply.text().isEmpty() ? "" : cut(reply.text(), block));
                    default -> content.add(calls.next());
                }
            }
            message.set("content", content);
        });
    }

    /**
     * Whether the blocks still describe the reply: what was cut for storage can't be given back as it was. A text of
     * nothing but white space may be gone; Anthropic would not take it back anyway.
     */
    private static boolean fits(JsonNode blocks, Message.Assistant reply) {
        var thoughtEnd = 0;
        var textEnd = 0;
        var calls = 0;
        for (var block : blocks) {
            switch (block.path(0).asText()) {
                case THINKING -> thoughtEnd = block.path(2).asInt();
                case TEXT -> textEnd = block.path(2).asInt();
                case CALL -> calls++;
                default -> {}
            }
        }

        return thoughtEnd == thought(reply).length()
                && (textEnd == reply.text().length() || reply.text().isEmpty())
                && calls == reply.calls().size();
    }

    private static ObjectNode thinking(JsonNode block, String thought) {
        return Json.MAPPER
                .createObjectNode()
                .put("type", THINKING)
                .put("thinking", cut(thought, block))
                .put("signature", block.path(3).asText());
    }

    private static void addText(ArrayNode content, String text) {
        if (!text.isBlank()) {
            content.addObject().put("type", TEXT).put("text", text);
        }
    }

    private static String thought(Message.Assistant reply) {
        return reply.thinking().map(Thinking::text).orElse("");
    }

    private static String cut(String text, JsonNode block) {
        return text.substring(block.path(1).asInt(), block.path(2).asInt());
    }
}
