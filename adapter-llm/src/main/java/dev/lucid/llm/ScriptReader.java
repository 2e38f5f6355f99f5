package dev.lucid.llm;

import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads scripts, and says in what line they are wrong. */
final class ScriptReader {
    private static final String BUNDLED = "script.yaml";
    private static final int MAX_CHARACTERS = 64 << 20;
    private static final int MAX_DELAY = 60_000;
    private static final int MAX_TOKENS = 999_999_999;

    private ScriptReader() {}

    /** The script that comes with Lucid. */
    static ScriptFile bundled() {
        try (var bytes = ScriptReader.class.getResourceAsStream(BUNDLED)) {
            if (bytes == null) {
                throw new IllegalStateException("The bundled script is missing from the program");
            }
            return parsed(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script in a file; fails with {@link PortFailure.Permanent} that says where it is wrong and what to do. */
    static ScriptFile read(Path file) {
        try {
            return parsed(decoded(Recording.whole(Files.readAllBytes(file))));
        } catch (NoSuchFileException e) {
            throw unusable(file, "there is no such file", e);
        } catch (CharacterCodingException e) {
            throw unusable(file, "it is not written in UTF-8", e);
        } catch (IOException e) {
            throw unusable(file, "it cannot be read", e);
        } catch (ScriptMistake e) {
            throw unusable(file, String.valueOf(e.getMessage()), e);
        } catch (MarkedYAMLException e) {
            throw unusable(file, place(e) + Words.quote(String.valueOf(e.getProblem())), e);
        } catch (YAMLException e) {
            throw unusable(file, Words.of(e), e);
        }
    }

    private static String decoded(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static ScriptFile parsed(String text) {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        var root = new Yaml(options).compose(new StringReader(text));
        if (root == null) {
            throw new YAMLException("a script needs 'turns' or 'answers'");
        }
        var parts = ScriptNodes.parts(root, "a script", List.of("fill", "turns", "answers"));
        if (!parts.containsKey("turns") && !parts.containsKey("answers")) {
            throw new ScriptMistake(root, "a script needs 'turns' or 'answers'");
        }

        return new ScriptFile(
                ScriptNodes.flag(parts.get("fill"), "fill"),
                ScriptNodes.list(parts.get("turns"), "turns", ScriptReader::turn),
                ScriptNodes.list(parts.get("answers"), "answers", ScriptReader::answer));
    }

    private static ScriptFile.Turn turn(Node node) {
        var parts = ScriptNodes.parts(node, "a turn", List.of("thinking", "text", "calls", "usage", "delay"));
        var turn = new ScriptFile.Turn(
                ScriptNodes.optionalText(parts.get("thinking"), "thinking").orElse(""),
                ScriptNodes.optionalText(parts.get("text"), "text").orElse(""),
                ScriptNodes.list(parts.get("calls"), "calls", ScriptReader::call),
                usage(parts.get("usage")),
                ScriptNodes.number(parts.get("delay"), "delay", MAX_DELAY));
        if (turn.text().isBlank() && turn.calls().isEmpty()) {
            throw new ScriptMistake(node, "a turn needs 'text' or 'calls'");
        }

        return turn;
    }

    private static ScriptFile.Call call(Node node) {
        var parts = ScriptNodes.parts(node, "a call", List.of("tool", "arguments"));
        var tool = ScriptNodes.optionalText(parts.get("tool"), "tool").orElse("");
        if (tool.isBlank()) {
            throw new ScriptMistake(node, "a call needs 'tool'");
        }

        return new ScriptFile.Call(tool, ScriptNodes.values(parts.get("arguments"), "arguments"));
    }

    private static ScriptFile.Usage usage(@Nullable Node node) {
        if (node == null) {
            return ScriptFile.Usage.NONE;
        }
        var parts = ScriptNodes.parts(node, "'usage'", List.of("input", "cached", "output"));

        return new ScriptFile.Usage(
                ScriptNodes.number(parts.get("input"), "input", MAX_TOKENS),
                ScriptNodes.number(parts.get("cached"), "cached", MAX_TOKENS),
                ScriptNodes.number(parts.get("output"), "output", MAX_TOKENS));
    }

    private static ScriptFile.Answer answer(Node node) {
        var parts = ScriptNodes.parts(node, "an answer", List.of("when", "message", "needs", "turns"));
        var turns = ScriptNodes.list(parts.get("turns"), "turns", ScriptReader::turn);
        if (turns.isEmpty()) {
            throw new ScriptMistake(node, "an answer needs 'turns'");
        }

        return new ScriptFile.Answer(
                ScriptNodes.optionalText(parts.get("when"), "when").map(text -> pattern(node, text)),
                ScriptNodes.optionalText(parts.get("message"), "message").map(text -> which(node, text)),
                ScriptNodes.list(parts.get("needs"), "needs", each -> ScriptNodes.text(each, "a tool's name")),
                turns);
    }

    private static Pattern pattern(Node node, String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new ScriptMistake(node, "'when' is no regular expression: " + e.getDescription());
        }
    }

    private static ScriptFile.Which which(Node node, String text) {
        return switch (text) {
            case "first" -> ScriptFile.Which.FIRST;
            case "later" -> ScriptFile.Which.LATER;
            default -> throw new ScriptMistake(node, "'message' must be 'first' or 'later'");
        };
    }

    private static String place(MarkedYAMLException e) {
        return e.getProblemMark() == null ? "" : "line " + (e.getProblemMark().getLine() + 1) + ": ";
    }

    private static PortFailure.Permanent unusable(Path file, String why, Exception cause) {
        return new PortFailure.Permanent(
                "The script " + file + " cannot be used: " + why + ". Correct it, or unset LUCID_SCRIPT.", cause);
    }
}
