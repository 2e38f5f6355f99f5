package dev.lucid.llm;

import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the blanks in a script stand for: {@code {{task}}} for what the person said last, {@code {{say}}} for what they
 * want printed, {@code {{result}}} for what the last tool answered, each in one line; with {@code :sh} after the name,
 * quoted for {@code sh}.
 */
final class Blanks {
    private static final Pattern BLANK = Pattern.compile("\\{\\{(task|say|result)(:sh)?}}");
    private static final Pattern ORDER =
            Pattern.compile("(?i)^(?:please\\s+)?(?:(?:write|make|create)\\s+.*?\\b(?:that|which|to)\\s+)?"
                    + "(?:print|echo|say|show|display|output|write)s?(?:\\s+(?:out|me))?[:,]?\\s+(.+)$");
    private static final int MAX = 200;

    private final Map<String, String> values;

    private Blanks(Map<String, String> values) {
        this.values = values;
    }

    static Blanks of(Prompt prompt) {
        var task = "";
        var result = "";
        for (var message : prompt.messages()) {
            switch (message) {
                case Message.User(var text) -> task = line(text);
                case Message.Answer answer -> result = line(answer.text());
                case Message.Assistant _ -> {}
            }
        }

        return new Blanks(Map.of("task", task, "say", wanted(task), "result", result));
    }

    /** The text with its blanks filled. */
    String filled(String text) {
        return BLANK.matcher(text)
                .replaceAll(blank -> Matcher.quoteReplacement(
                        blank.group(2) == null ? value(blank.group(1)) : quoted(value(blank.group(1)))));
    }

    /** The arguments with the blanks in their texts filled. */
    Map<String, Object> filled(Map<String, Object> arguments) {
        var filled = new LinkedHashMap<String, Object>();
        arguments.forEach((name, value) -> filled.put(name, value instanceof String text ? filled(text) : value));

        return filled;
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }

    /** What remains of an order to print something; without such an order, all of it. */
    private static String wanted(String task) {
        var order = ORDER.matcher(task);
        var wanted = order.matches() ? order.group(1).strip() : task;
        var unquoted = wanted.replaceAll("^[\"'“‘«](.*)[\"'”’»]\\.?$", "$1");

        return unquoted.isBlank() ? "hello world" : unquoted;
    }

    private static String line(String text) {
        var line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        if (line.length() <= MAX) {
            return line;
        }
        var end = Character.isHighSurrogate(line.charAt(MAX - 1)) ? MAX - 1 : MAX;

        return line.substring(0, end) + "…";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
