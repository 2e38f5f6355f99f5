package dev.lucid.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.model.Thinking;
import java.util.Optional;

/**
 * What a provider wants to see again with a reply, kept in a {@link Thinking}'s signature: who made the reply, and in
 * what blocks it came. It is of use to its maker only; everybody else leaves the thought out.
 */
final class Seal {
    private static final String MAKER = "by";
    private static final String BLOCKS = "blocks";

    private Seal() {}

    static String of(String maker, ArrayNode blocks) {
        return Json.text(Json.MAPPER.createObjectNode().put(MAKER, maker).set(BLOCKS, blocks));
    }

    /** The blocks of a reply that {@code maker} made; empty for anybody else's. */
    static Optional<JsonNode> read(String maker, Message.Assistant reply) {
        return reply.thinking()
                .flatMap(Thinking::signature)
                .map(Json::tree)
                .filter(seal -> seal.path(MAKER).asText().equals(maker))
                .map(seal -> seal.path(BLOCKS));
    }
}
