package dev.lucid.llm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The parts of YAML that a script is made of, each read as what it must be, or else a {@link ScriptMistake}. Texts are
 * taken as they stand: {@code no} is a word, and {@code 12:30} no number.
 */
final class ScriptNodes {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+");
    private static final int MAX_DEPTH = 40;

    private ScriptNodes() {}

    /** The named parts of a node, none of them but the known ones. */
    static Map<String, Node> parts(Node node, String what, List<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw new ScriptMistake(node, what + " must have parts with names: " + String.join(", ", known));
        }
        var parts = new LinkedHashMap<String, Node>();
        for (var part : mapping.getValue()) {
            var name = text(part.getKeyNode(), "a name");
            if (!known.contains(name)) {
                throw new ScriptMistake(
                        part.getKeyNode(), "'" + name + "' means nothing here; known are " + String.join(", ", known));
            }
            if (parts.put(name, part.getValueNode()) != null) {
                throw new ScriptMistake(part.getKeyNode(), "'" + name + "' is there twice");
            }
        }

        return parts;
    }

    static <T> List<T> list(@Nullable Node node, String name, Function<Node, T> each) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            throw new ScriptMistake(node, "'" + name + "' must be a list");
        }

        return sequence.getValue().stream().map(each).toList();
    }

    static Optional<String> optionalText(@Nullable Node node, String name) {
        return node == null ? Optional.empty() : Optional.of(text(node, "'" + name + "'"));
    }

    static String text(Node node, String what) {
        if (!(node instanceof ScalarNode scalar)) {
            throw new ScriptMistake(node, what + " must be a text");
        }

        return scalar.getValue();
    }

    static int number(@Nullable Node node, String name, int max) {
        if (node == null) {
            return 0;
        }
        var text = text(node, "'" + name + "'");
        if (!WHOLE_NUMBER.matcher(text).matches() || text.startsWith("-") || Integer.parseInt(text) > max) {
            throw new ScriptMistake(node, "'" + name + "' must be a whole number from 0 to " + max);
        }

        return Integer.parseInt(text);
    }

    static boolean flag(@Nullable Node node, String name) {
        if (node == null) {
            return false;
        }

        return switch (text(node, "'" + name + "'")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ScriptMistake(node, "'" + name + "' must be true or false");
        };
    }

    /** Anything, as JSON has it; what is absent is left out. */
    static Map<String, Object> values(@Nullable Node node, String name) {
        if (node == null) {
            return Map.of();
        }
        if (node instanceof MappingNode && value(node, 0) instanceof Map<?, ?> map) {
            var values = new LinkedHashMap<String, Object>();
            map.forEach((key, value) -> values.put(String.valueOf(key), value));
            return values;
        }
        throw new ScriptMistake(node, "'" + name + "' must have parts with names");
    }

    private static @Nullable Object value(Node node, int depth) {
        if (depth > MAX_DEPTH) {
            throw new ScriptMistake(node, "this is nested too deeply");
        }

        return switch (node) {
            case MappingNode mapping -> {
                var values = new LinkedHashMap<String, Object>();
                for (var part : mapping.getValue()) {
                    var value = value(part.getValueNode(), depth + 1);
                    if (value != null) {
                        values.put(text(part.getKeyNode(), "a name"), value);
                    }
                }
                yield values;
            }
            case SequenceNode sequence -> {
                var values = new ArrayList<Object>();
                for (var each : sequence.getValue()) {
                    var value = value(each, depth + 1);
                    if (value != null) {
                        values.add(value);
                    }
                }
                yield values;
            }
            case ScalarNode scalar -> plain(scalar);
            default -> throw new ScriptMistake(node, "this is not understood");
        };
    }

    private static @Nullable Object plain(ScalarNode scalar) {
        var text = scalar.getValue();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return text;
        }
        if (WHOLE_NUMBER.matcher(text).matches()) {
            return Integer.valueOf(text);
        }
        if (NUMBER.matcher(text).matches()) {
            return Double.valueOf(text);
        }

        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            case "null", "~", "" -> null;
            default -> text;
        };
    }
}
