package dev.lucid.app;

import dev.lucid.cli.CannotStart;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads a {@code .env} file: {@code NAME=value} a line, comments, quotes. Nothing in it is ever expanded or run. */
final class EnvironmentFile {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern COMMENT = Pattern.compile("\\s#.*$");

    private EnvironmentFile() {}

    /** What the file sets; nothing if there is none. What can't be read is added to {@code problems}. */
    static Map<String, String> read(Path file, List<String> problems) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return parse(file, Files.readAllLines(file, StandardCharsets.UTF_8), problems);
        } catch (AccessDeniedException e) {
            throw new CannotStart(file + " can't be read: this user may not. Make it readable (chmod), or remove it.");
        } catch (CharacterCodingException e) {
            throw new CannotStart(file + " can't be read: it is not UTF-8 text. Save it as UTF-8, or remove it.");
        } catch (IOException e) {
            throw new CannotStart(file + " can't be read: " + e.getMessage());
        }
    }

    static Map<String, String> parse(Path file, List<String> lines, List<String> problems) {
        var values = new LinkedHashMap<String, String>();
        for (var number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var matcher = LINE.matcher(line);
            if (matcher.matches()) {
                values.put(matcher.group(1), value(matcher.group(2)));
            } else {
                problems.add(file + ", line " + number + ": write NAME=value, or # before a comment.");
            }
        }

        return values;
    }

    private static String value(String text) {
        if (text.startsWith("'")) {
            var end = text.indexOf('\'', 1);
            return end < 0 ? text : text.substring(1, end);
        }
        if (text.startsWith("\"")) {
            return unquoted(text);
        }

        return COMMENT.matcher(text).replaceFirst("").strip();
    }

    private static String unquoted(String text) {
        var value = new StringBuilder();
        for (var i = 1; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                value.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
            } else {
                value.append(c);
            }
        }

        return text;
    }
}
