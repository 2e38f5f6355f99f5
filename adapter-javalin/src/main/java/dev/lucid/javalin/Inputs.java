package dev.lucid.javalin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what a request says, in its query or in the JSON object that is its body. All that does not fit is gathered, and
 * {@link #check} answers it with 422 and a list of what is wrong with which field; until then a value that did not fit
 * reads as empty. Values are never repeated in the answer: they may be secrets. Not safe for several threads.
 */
public final class Inputs {
    /** As long as a text in one line may usually be. */
    public static final int MAX_LINE = 2048;

    private static final int UNFIT = 422;
    private static final int MAX_DEPTH = 64;
    private static final String VALUE_ERROR = "value_error";
    private static final String VALUE_ERROR_IS = "Value error, ";
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,100}");
    private static final JsonMapper MAPPER = mapper();

    private final Request request;
    private final Optional<JsonNode> body;
    private final List<String> problems = new ArrayList<>();

    private Inputs(Request request, Optional<JsonNode> body) {
        this.request = request;
        this.body = body;
    }

    /** Of a request that says all in its query. */
    public static Inputs ofQuery(Request request) {
        return new Inputs(request, Optional.empty());
    }

    /** Of a request whose body must be a JSON object; throws {@link Rejection} if it is none. */
    public static Inputs ofBody(Request request) {
        if (request.body().isEmpty()) {
            throw unfit(List.of(problem("missing", "Field required", "body")));
        }
        if (!isJson(request.only("content-type").orElse("application/json"))) {
            throw notAnObject();
        }
        try {
            var json = MAPPER.readTree(request.body());
            if (json.isMissingNode()) {
                throw notJson();
            }
            if (!json.isObject()) {
                throw notAnObject();
            }
            return new Inputs(request, Optional.of(json));
        } catch (JsonProcessingException _) {
            throw notJson();
        }
    }

    /** A value that the query must have. */
    public String queried(String name) {
        var value = request.query(name);
        if (value.isEmpty()) {
            refuse("missing", "Field required", "query", name);
        }

        return value.orElse("");
    }

    /** A number that the query may have, within these limits; what is beyond counting is the greatest there is. */
    public int queried(String name, int standard, int min, int max) {
        var text = request.query(name).map(String::strip);
        if (text.isEmpty()) {
            return standard;
        }
        if (!INTEGER.matcher(text.get()).matches()) {
            refuse(
                    "int_parsing",
                    "Input should be a valid integer, unable to parse string as an integer",
                    "query",
                    name);
            return standard;
        }
        var number = new BigInteger(text.get());
        if (number.compareTo(BigInteger.valueOf(min)) < 0) {
            refuse("greater_than_equal", "Input should be greater than or equal to " + min, "query", name);
            return standard;
        }
        if (number.compareTo(BigInteger.valueOf(max)) > 0 && max < Integer.MAX_VALUE) {
            refuse("less_than_equal", "Input should be less than or equal to " + max, "query", name);
            return standard;
        }

        return number.min(BigInteger.valueOf(max)).intValue();
    }

    /** A text that the body must have; it may be empty. */
    public String text(String name) {
        if (field(name).isMissingNode()) {
            refuse("missing", "Field required", "body", name);
            return "";
        }
        if (!field(name).isTextual()) {
            refuse("string_type", "Input should be a valid string", "body", name);
            return "";
        }

        return field(name).textValue();
    }

    /** A text that the body may have; null is like absent. */
    public Optional<String> perhaps(String name) {
        return field(name).isMissingNode() || field(name).isNull() ? Optional.empty() : Optional.of(text(name));
    }

    /** A text in one line that says something; empty if there is nothing of the kind. */
    public Optional<String> line(String name) {
        return line(name, MAX_LINE);
    }

    /** The same, of at most {@code max} characters. */
    public Optional<String> line(String name, int max) {
        var line = perhaps(name).map(String::strip).filter(text -> !text.isEmpty());
        if (line.filter(text -> text.length() > max).isPresent()) {
            refuse("string_too_long", "String should have at most " + max + " characters", "body", name);
            return Optional.empty();
        }
        if (line.filter(text -> text.chars().anyMatch(Character::isISOControl)).isPresent()) {
            refuse(VALUE_ERROR, VALUE_ERROR_IS + "It must be one line without control characters", "body", name);
            return Optional.empty();
        }

        return line;
    }

    /** A yes or no that the body may have; no if it is not there. */
    public boolean flag(String name) {
        var value = field(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            refuse("bool_type", "Input should be a valid boolean", "body", name);
        }

        return value.asBoolean(false);
    }

    /** Whether a field of the body is there and says something: it is not null, false, zero, or an empty text or list. */
    public boolean says(String name) {
        var value = field(name);
        return switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> value.booleanValue();
            case NUMBER -> value.doubleValue() != 0;
            case STRING -> !value.textValue().isEmpty();
            case ARRAY, OBJECT -> !value.isEmpty();
            case BINARY, POJO -> true;
        };
    }

    /** What to throw where a field of the body turns out not to fit; {@code why} is a sentence. */
    public Rejection refusal(String name, String why) {
        refuse(VALUE_ERROR, VALUE_ERROR_IS + why, "body", name);
        return unfit(problems);
    }

    /** Throws {@link Rejection} if anything was wrong. */
    public void check() {
        if (!problems.isEmpty()) {
            throw unfit(problems);
        }
    }

    private JsonNode field(String name) {
        return body.map(object -> object.path(name))
                .orElseThrow(() -> new IllegalStateException("This request's body is not read"));
    }

    private void refuse(String type, String message, String... place) {
        problems.add(problem(type, message, place));
    }

    private static Rejection notJson() {
        return unfit(List.of(problem("json_invalid", "JSON decode error", "body")));
    }

    private static Rejection notAnObject() {
        return unfit(List.of(problem(
                "model_attributes_type",
                "Input should be a valid dictionary or object to extract fields from",
                "body")));
    }

    private static Rejection unfit(List<String> problems) {
        return new Rejection(new Answer(
                UNFIT,
                new JsonObject()
                        .putJson("detail", JsonObject.array(problems.stream()))
                        .end()));
    }

    private static String problem(String type, String message, String... place) {
        return new JsonObject()
                .put("type", type)
                .putJson("loc", JsonObject.array(Stream.of(place).map(JsonObject::quoted)))
                .put("msg", message)
                .end();
    }

    private static boolean isJson(String contentType) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    private static JsonMapper mapper() {
        var mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());

        return mapper;
    }
}
