package dev.lucid.javalin;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A JSON object that is written field by field, in the order they are put. What is put as a {@link String} may be any
 * UTF-16, also half a surrogate pair: it reaches the client as it is. Not safe for several threads.
 */
public final class JsonObject {
    /** What to put as JSON where there is nothing. */
    public static final String NULL = "null";

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(256).append('{');

    public JsonObject put(String name, String value) {
        name(name);
        quote(value, out);
        return this;
    }

    public JsonObject put(String name, long value) {
        name(name).append(value);
        return this;
    }

    public JsonObject put(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /** Puts what is JSON already. */
    public JsonObject putJson(String name, CharSequence json) {
        name(name).append(json);
        return this;
    }

    /** Closes the object and gives its text. Nothing can be put any more. */
    public String end() {
        return out.append('}').toString();
    }

    /** An array of what is JSON already. */
    public static String array(Stream<String> items) {
        return items.collect(Collectors.joining(",", "[", "]"));
    }

    /** The text as a JSON string. */
    public static String quoted(String text) {
        var out = new StringBuilder(text.length() + 2);
        quote(text, out);

        return out.toString();
    }

    /** Writes {@code text} as a JSON string. */
    public static void quote(String text, StringBuilder out) {
        out.append('"');
        var from = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || (Character.isSurrogate(c) && !isPaired(text, i))) {
                out.append(text, from, i);
                escape(c, out);
                from = i + 1;
            }
        }
        out.append(text, from, text.length()).append('"');
    }

    private StringBuilder name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        return out.append('"').append(name).append("\":");
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    private static void escape(char c, StringBuilder out) {
        out.append('\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\n' -> out.append('n');
            case '\r' -> out.append('r');
            case '\t' -> out.append('t');
            default ->
                out.append('u')
                        .append(HEX[c >> 12])
                        .append(HEX[(c >> 8) & 15])
                        .append(HEX[(c >> 4) & 15])
                        .append(HEX[c & 15]);
        }
    }
}
