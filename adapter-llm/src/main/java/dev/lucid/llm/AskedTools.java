package dev.lucid.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.lucid.domain.tool.ToolSpec;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads what a model wants done. A call that can't be read is a call too: the model is told what is wrong with it. */
final class AskedTools {
    /** As long as any provider lets a tool's name be. */
    private static final int MAX_NAME = 128;

    private AskedTools() {}

    /** One call, with its arguments as JSON. */
    static ToolUse read(List<ToolSpec> offered, String asked, String arguments) {
        var tool = asked.length() <= MAX_NAME ? asked : asked.substring(0, MAX_NAME) + "…";
        try {
            return read(offered, tool, Json.object(arguments.isBlank() ? "{}" : arguments));
        } catch (JsonProcessingException e) {
            return new ToolUse.Unusable(
                    tool, Map.of(), "The arguments are no JSON object (" + where(e) + "): " + Words.quote(arguments));
        }
    }

    /** One call, with its arguments by name. */
    static ToolUse read(List<ToolSpec> offered, String tool, Map<String, Object> arguments) {
        if (offered.stream().noneMatch(spec -> spec.name().equals(tool))) {
            var names = offered.stream().map(ToolSpec::name).collect(Collectors.joining(", "));
            var problem =
                    "There is no tool '" + tool + "' here" + (names.isEmpty() ? "." : ", only these: " + names + ".");
            return new ToolUse.Unusable(tool, Map.of(), problem);
        }

        return Toolbox.read(tool, arguments);
    }

    private static String where(JsonProcessingException e) {
        var location = e.getLocation();

        return location == null ? "unreadable" : "unreadable at character " + Math.max(1, location.getColumnNr());
    }
}
