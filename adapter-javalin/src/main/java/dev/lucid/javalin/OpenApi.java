package dev.lucid.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Describes a server's routes as an OpenAPI 3.1 document: which there are and who may come in says the table, what they
 * take and answer say the descriptions, and what all routes have in common is said here.
 */
final class OpenApi {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final String PROBLEM = "Problem";
    private static final String UNFIT = "Unfit";

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("101", "The socket is open"),
            Map.entry("200", "As asked"),
            Map.entry("400", "It can't be done, and detail says why"),
            Map.entry("401", "A credential is shown that is not good"),
            Map.entry("403", "No credential is shown, or it is somebody else's"),
            Map.entry("404", "There is no such thing"),
            Map.entry("413", "The body is too long"),
            Map.entry("422", "Something does not fit, and detail says what"),
            Map.entry("426", "This address speaks WebSocket"),
            Map.entry("429", "Asked too often: Retry-After says when to come again"),
            Map.entry("502", "A host outside could not or would not"),
            Map.entry("503", "Not just now: try again"));

    private final ObjectNode document = MAPPER.createObjectNode();
    private final ObjectNode operations = MAPPER.createObjectNode();

    /** Each description is an object of {@code operations}, by method and path, and of {@code schemas} by name. */
    OpenApi(List<Route> table, List<String> descriptions) {
        document.put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Lucid")
                .put("version", "1.0.0")
                .put("description", "Runs coding agents for people. What comes over sockets is described with Lucid.");
        var paths = document.putObject("paths");
        var components = document.putObject("components");
        var schemas = components.putObject("schemas");
        secure(components.putObject("securitySchemes"));
        for (var description : descriptions) {
            var read = read(description);
            operations.setAll((ObjectNode) read.path("operations"));
            schemas.setAll((ObjectNode) read.path("schemas"));
        }
        for (var route : table) {
            var path = paths.path(route.path()).isObject()
                    ? (ObjectNode) paths.path(route.path())
                    : paths.putObject(route.path());
            describe(route, path.putObject(route.method().name().toLowerCase(Locale.ROOT)));
        }
    }

    String json() {
        return document.toString();
    }

    private void describe(Route route, ObjectNode operation) {
        var said = operations.path(route.method() + " " + route.path());
        operation.put("summary", said.path("summary").asText());
        if (route.door() != Route.Door.OPEN) {
            var ways = operation.putArray("security");
            ways.addObject().putArray("bearer");
            ways.addObject().putArray("internalKey");
            // One person on their own machine shows nothing.
            ways.addObject();
        }
        parameters(route, said.path("query"), operation);
        var body = said.path("request");
        if (body.isTextual()) {
            content(operation.putObject("requestBody").put("required", true), "application/json", body.textValue());
        }
        answers(route, said, operation.putObject("responses"));
    }

    private static void parameters(Route route, JsonNode query, ObjectNode operation) {
        var parameters = MAPPER.createArrayNode();
        PARAMETER
                .matcher(route.path())
                .results()
                .forEach(found -> parameters
                        .addObject()
                        .put("name", found.group(1))
                        .put("in", "path")
                        .put("required", true)
                        .putObject("schema")
                        .put("type", "string"));
        query.properties().forEach(named -> {
            var schema = (ObjectNode) named.getValue().deepCopy();
            var required = schema.path("required").asBoolean();
            schema.remove("required");
            parameters
                    .addObject()
                    .put("name", named.getKey())
                    .put("in", "query")
                    .put("required", required)
                    .set("schema", schema);
        });
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
    }

    private static void answers(Route route, JsonNode said, ObjectNode responses) {
        var type = said.path("type").asText("application/json");
        said.path("answers").properties().forEach(answer -> {
            var schema = answer.getValue().asText();
            var response = answer(answer.getKey(), responses);
            if (!schema.isEmpty()) {
                content(response, answer.getKey().equals("200") ? type : "application/json", schema);
            }
        });
        List.of("400", "429").forEach(status -> common(responses, status, PROBLEM));
        if (route.door() != Route.Door.OPEN) {
            List.of("401", "403", "503").forEach(status -> common(responses, status, PROBLEM));
        }
        if (said.has("query")) {
            common(responses, "422", UNFIT);
        }
        if (said.has("request")) {
            common(responses, "413", PROBLEM);
            common(responses, "422", UNFIT);
        }
    }

    private static void common(ObjectNode responses, String status, String schema) {
        if (!responses.has(status)) {
            content(answer(status, responses), "application/json", schema);
        }
    }

    private static ObjectNode answer(String status, ObjectNode responses) {
        return responses.putObject(status).put("description", MEANINGS.getOrDefault(status, "See the summary"));
    }

    private static void content(ObjectNode of, String type, String schema) {
        of.putObject("content").putObject(type).putObject("schema").put("$ref", "#/components/schemas/" + schema);
    }

    private static void secure(ObjectNode schemes) {
        schemes.putObject("bearer").put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        schemes.putObject("internalKey")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "X-Internal-Key")
                .put("description", "The operator's own programs; X-User-ID names the user they act for.");
    }

    private static JsonNode read(String description) {
        try {
            return MAPPER.readTree(description);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A description of routes that is no JSON", e);
        }
    }
}
