package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a server says of its routes, and whether its replies are so. Knows as much of JSON Schema as those descriptions
 * use, and fails on any word that it does not know.
 */
final class Described {
    /** Nothing is described, and anything goes. */
    static final Described NOT = new Described(() -> "");

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Supplier<String> text;
    private Optional<JsonNode> document = Optional.empty();

    Described(Supplier<String> text) {
        this.text = text;
    }

    synchronized JsonNode document() {
        if (document.isEmpty()) {
            document = Optional.of(json(text.get()));
        }
        return document.orElseThrow();
    }

    /** Fails if the reply is none that the route's description allows. */
    void check(String method, String path, RestClient.Reply reply) {
        if (this == NOT) {
            return;
        }
        var operation = operation(method, path.split("\\?", 2)[0]);
        if (operation.isEmpty()) {
            assertThat(reply.status()).as(method + " " + path).isIn(400, 404, 405);
            return;
        }
        var answer = operation.get().path("responses").path(String.valueOf(reply.status()));
        assertThat(answer.isObject())
                .as("%s %s is described as answering %d: %s", method, path, reply.status(), reply.body())
                .isTrue();
        var schema = answer.path("content").path("application/json").path("schema");
        if (!schema.isMissingNode()) {
            check(schema, json(reply.body()), method + " " + path + " " + reply.status());
        }
    }

    /** Fails if {@code value} is not as {@code schema} says. */
    void check(JsonNode schema, JsonNode value, String place) {
        problem(schema, value, place).ifPresent(problem -> {
            throw new AssertionError(problem);
        });
    }

    private Optional<JsonNode> operation(String method, String path) {
        return StreamSupport.stream(document().path("paths").properties().spliterator(), false)
                .filter(entry -> fits(entry.getKey(), path))
                .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private static boolean fits(String template, String path) {
        return Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+"))
                .matcher(path)
                .matches();
    }

    private Optional<String> problem(JsonNode schema, JsonNode value, String place) {
        for (var word : schema.properties()) {
            var wanted = word.getValue();
            var found = switch (word.getKey()) {
                case "$ref" -> problem(referred(wanted.textValue()), value, place);
                case "type" -> unless(hasType(wanted, value), place, "is no " + wanted, value);
                case "const" -> unless(wanted.equals(value), place, "is not " + wanted, value);
                case "enum" ->
                    unless(
                            StreamSupport.stream(wanted.spliterator(), false).anyMatch(value::equals),
                            place,
                            "is none of " + wanted,
                            value);
                case "format" -> unless(hasFormat(wanted.textValue(), value), place, "is no " + wanted, value);
                case "required" ->
                    StreamSupport.stream(wanted.spliterator(), false)
                            .flatMap(
                                    name -> unless(value.has(name.textValue()), place, "lacks " + name, value).stream())
                            .findFirst();
                case "properties" ->
                    wanted.properties().stream()
                            .filter(named -> value.has(named.getKey()))
                            .flatMap(named ->
                                    problem(named.getValue(), value.path(named.getKey()), place + "." + named.getKey())
                                            .stream())
                            .findFirst();
                case "additionalProperties" ->
                    unless(
                            wanted.booleanValue()
                                    || value.properties().stream()
                                            .allMatch(named ->
                                                    schema.path("properties").has(named.getKey())),
                            place,
                            "has something that is not described",
                            value);
                case "items" ->
                    StreamSupport.stream(value.spliterator(), false)
                            .flatMap(item -> problem(wanted, item, place + "[]").stream())
                            .findFirst();
                case "anyOf" ->
                    unless(
                            StreamSupport.stream(wanted.spliterator(), false)
                                    .anyMatch(one -> problem(one, value, place).isEmpty()),
                            place,
                            "is none of those",
                            value);
                default -> throw new AssertionError("Not a word of a schema that is known here: " + word.getKey());
            };
            if (found.isPresent()) {
                return found;
            }
        }

        return Optional.empty();
    }

    private JsonNode referred(String reference) {
        var schema = document().at(reference.substring(1));
        assertThat(schema.isObject()).as(reference).isTrue();

        return schema;
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false).anyMatch(one -> hasType(one, value));
        }
        return switch (type.textValue()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("No type: " + type);
        };
    }

    private static boolean hasFormat(String format, JsonNode value) {
        try {
            return switch (format) {
                case "uuid" -> UUID.fromString(value.textValue()).toString().equals(value.textValue());
                case "date-time" -> OffsetDateTime.parse(value.textValue()) != null;
                default -> throw new AssertionError("No format: " + format);
            };
        } catch (IllegalArgumentException | DateTimeParseException _) {
            return false;
        }
    }

    private static Optional<String> unless(boolean holds, String place, String problem, JsonNode value) {
        return holds ? Optional.empty() : Optional.of(place + " " + problem + ": " + value);
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }
}
