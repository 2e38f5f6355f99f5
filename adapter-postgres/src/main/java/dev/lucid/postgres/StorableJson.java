package dev.lucid.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What PostgreSQL's JSON can't hold: characters as in {@link StorableText}, and numbers beyond all measure. */
final class StorableJson {
    /** PostgreSQL's numbers have at most 131072 digits before the point and 16383 behind it. */
    private static final int LONGEST_NUMBER = 1000;

    private StorableJson() {}

    /** Whether the text may need {@link #of}; a false alarm is harmless. */
    static boolean isSuspicious(String json) {
        return json.contains("\\u0000") || !StorableText.of(json).equals(json);
    }

    static JsonNode of(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> JsonNodeFactory.instance.textNode(StorableText.of(json.textValue()));
            case NUMBER -> number(json);
            case OBJECT -> object(json);
            case ARRAY -> {
                var array = JsonNodeFactory.instance.arrayNode();
                json.forEach(element -> array.add(of(element)));
                yield array;
            }
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> json;
        };
    }

    private static ObjectNode object(JsonNode json) {
        var object = JsonNodeFactory.instance.objectNode();
        json.forEachEntry((name, value) -> object.set(StorableText.of(name), of(value)));
        return object;
    }

    private static JsonNode number(JsonNode json) {
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json;
        }
        var number = json.decimalValue();
        boolean huge = number.precision() > LONGEST_NUMBER || Math.abs((long) number.scale()) > LONGEST_NUMBER;
        return huge ? JsonNodeFactory.instance.textNode(number.toString()) : json;
    }
}
