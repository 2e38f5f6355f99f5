package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lucid.domain.tool.ToolUse;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stored form of what a model asked to have done. Apart from the tools' own arguments on purpose: those may change
 * with what models are told, this may not.
 */
final class ToolUseForm {
    private static final TypeReference<LinkedHashMap<String, Object>> ARGUMENTS = new TypeReference<>() {};

    private final ObjectMapper mapper;

    ToolUseForm(ObjectMapper mapper) {
        this.mapper = requireNonNull(mapper, "mapper");
    }

    /** What other readers of the table call such an event. */
    String rowType(ToolUse use) {
        return switch (use) {
            case ToolUse.RunCommand _ -> "CmdRunAction";
            case ToolUse.WriteFile _ -> "FileWriteAction";
            case ToolUse.EditFile _ -> "FileEditAction";
            case ToolUse.ReadFile _, ToolUse.ListFiles _, ToolUse.Search _ -> "ToolCallAction";
            case ToolUse.FetchPage _, ToolUse.Finish _, ToolUse.Unusable _ -> "ToolCallAction";
        };
    }

    ObjectNode put(ToolUse use, ObjectNode json) {
        return switch (use) {
            case ToolUse.RunCommand(var _, var limit, var background) ->
                kind("run_command", json).put("limit", limit.toString()).put("background", background);
            case ToolUse.ReadFile(var _, var from, var lines) ->
                kind("read_file", json).put("from", from).put("lines", lines);
            case ToolUse.WriteFile(var path, var _) -> kind("write_file", json).put("path", path.toString());
            case ToolUse.EditFile(var path, var before, var _, var everywhere) ->
                kind("edit_file", json)
                        .put("path", path.toString())
                        .put("before", before)
                        .put("everywhere", everywhere);
            case ToolUse.ListFiles(var _, var depth) -> kind("list_files", json).put("depth", depth);
            case ToolUse.Search(var _, var folder) -> kind("search", json).put("path", folder.toString());
            case ToolUse.FetchPage _ -> kind("fetch_page", json);
            case ToolUse.Finish _ -> kind("finish", json);
            case ToolUse.Unusable(var tool, var arguments, var _) ->
                kind("unusable", json)
                        .put("tool", tool)
                        .set("arguments", StorableJson.of(mapper.valueToTree(arguments)));
        };
    }

    String text(ToolUse use) {
        return switch (use) {
            case ToolUse.RunCommand(var script, var _, var _) -> script;
            case ToolUse.ReadFile(var path, var _, var _) -> path.toString();
            case ToolUse.WriteFile(var _, var content) -> content;
            case ToolUse.EditFile(var _, var _, var after, var _) -> after;
            case ToolUse.ListFiles(var folder, var _) -> folder.toString();
            case ToolUse.Search(var pattern, var _) -> pattern;
            case ToolUse.FetchPage(var address) -> address.toString();
            case ToolUse.Finish(var summary) -> summary;
            case ToolUse.Unusable(var _, var _, var problem) -> problem;
        };
    }

    ToolUse read(Fields fields, String text) {
        return switch (fields.text("use")) {
            case "run_command" -> new ToolUse.RunCommand(text, fields.duration("limit"), fields.flag("background"));
            case "read_file" ->
                new ToolUse.ReadFile(Fields.path(text), fields.smallNumber("from"), fields.smallNumber("lines"));
            case "write_file" -> new ToolUse.WriteFile(fields.path(), text);
            case "edit_file" ->
                new ToolUse.EditFile(fields.path(), fields.text("before"), text, fields.flag("everywhere"));
            case "list_files" -> new ToolUse.ListFiles(Fields.path(text), fields.smallNumber("depth"));
            case "search" -> new ToolUse.Search(text, fields.path());
            case "fetch_page" -> new ToolUse.FetchPage(URI.create(text));
            case "finish" -> new ToolUse.Finish(text);
            case "unusable" -> new ToolUse.Unusable(fields.text("tool"), arguments(fields), text);
            default -> new ToolUse.Unusable(fields.text("use"), Map.of(), "A newer Lucid made this call."); // never run
        };
    }

    private Map<String, Object> arguments(Fields fields) {
        var arguments = mapper.convertValue(fields.json().path("arguments"), ARGUMENTS);
        arguments.values().removeIf(value -> value == null);
        return arguments;
    }

    private static ObjectNode kind(String name, ObjectNode json) {
        return json.put("use", name);
    }
}
