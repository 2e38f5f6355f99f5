package dev.lucid.domain.tool;

import dev.lucid.domain.tool.ToolSpec.ArgumentType;
import dev.lucid.domain.tool.ToolSpec.Parameter;
import dev.lucid.domain.workspace.WorkspacePath;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The built-in agent's tools: how a model is told of them, and how its calls are read and written back. */
public final class Toolbox {
    public static final String RUN_COMMAND = "run_command";
    public static final String READ_FILE = "read_file";
    public static final String WRITE_FILE = "write_file";
    public static final String EDIT_FILE = "edit_file";
    public static final String LIST_FILES = "list_files";
    public static final String SEARCH = "search";
    public static final String FETCH_PAGE = "fetch_page";
    public static final String FINISH = "finish";

    /** A command's time limit in seconds, where the model names none. */
    static final int DEFAULT_SECONDS = 120;

    static final int MAX_SECONDS = 1800;
    static final int DEFAULT_LINES = 2000;
    static final int DEFAULT_DEPTH = 3;

    private static final List<ToolSpec> SPECS = List.of(
            new ToolSpec(
                    RUN_COMMAND,
                    "Runs a command with sh in the workspace and gives its output and exit code. Each command starts in"
                            + " the workspace's root. Its processes end with it unless it runs in the background.",
                    List.of(
                            required("command", ArgumentType.STRING, "The script for sh."),
                            optional(
                                    "seconds",
                                    ArgumentType.INTEGER,
                                    "Time limit in seconds, " + DEFAULT_SECONDS + " if left out."),
                            optional(
                                    "background",
                                    ArgumentType.BOOLEAN,
                                    "true for a server that goes on after this call."))),
            new ToolSpec(
                    READ_FILE,
                    "Reads a text file, with line numbers.",
                    List.of(
                            required("path", ArgumentType.STRING, "The file, from the workspace's root."),
                            optional("from", ArgumentType.INTEGER, "The first line, counted from 1."),
                            optional("lines", ArgumentType.INTEGER, "How many lines, at most " + DEFAULT_LINES + "."))),
            new ToolSpec(
                    WRITE_FILE,
                    "Writes a whole file in place of what was there. Makes missing folders.",
                    List.of(
                            required("path", ArgumentType.STRING, "The file, from the workspace's root."),
                            required("content", ArgumentType.STRING, "The file's whole new content."))),
            new ToolSpec(
                    EDIT_FILE,
                    "Replaces an exact piece of a file's text. The piece must occur exactly once unless all is true.",
                    List.of(
                            required("path", ArgumentType.STRING, "The file, from the workspace's root."),
                            required(
                                    "before",
                                    ArgumentType.STRING,
                                    "The text to replace, to the letter, without line numbers."),
                            required("after", ArgumentType.STRING, "The text to put there."),
                            optional("all", ArgumentType.BOOLEAN, "true to replace each occurrence."))),
            new ToolSpec(
                    LIST_FILES,
                    "Lists files and folders below a folder.",
                    List.of(
                            optional("path", ArgumentType.STRING, "The folder, the workspace's root if left out."),
                            optional(
                                    "depth",
                                    ArgumentType.INTEGER,
                                    "How many levels, " + DEFAULT_DEPTH + " if left out."))),
            new ToolSpec(
                    SEARCH,
                    "Finds lines that match an extended regular expression, as path:line:text.",
                    List.of(
                            required("pattern", ArgumentType.STRING, "The extended regular expression."),
                            optional(
                                    "path",
                                    ArgumentType.STRING,
                                    "The folder to look in, the workspace's root if left out."))),
            new ToolSpec(
                    FETCH_PAGE,
                    "Fetches a page from the web and gives its text.",
                    List.of(required("url", ArgumentType.STRING, "The page's address, with https."))),
            new ToolSpec(
                    FINISH,
                    "Ends the work, once the task is done or cannot be done.",
                    List.of(required("summary", ArgumentType.STRING, "What was done, for the person who asked."))));

    private Toolbox() {}

    /** All tools, in the order a model is told of them. */
    public static List<ToolSpec> specs() {
        return SPECS;
    }

    /** Reads a model's call. What does not fit comes back as {@link ToolUse.Unusable}, never as a failure. */
    public static ToolUse read(String tool, Map<String, Object> arguments) {
        try {
            return known(tool, new Arguments(arguments))
                    .orElseGet(() -> new ToolUse.Unusable(tool, clean(arguments), "There is no tool '" + tool + "'."));
        } catch (IllegalArgumentException e) {
            return new ToolUse.Unusable(tool, clean(arguments), String.valueOf(e.getMessage()));
        }
    }

    /** Writes a call's arguments back, as the model is shown its own calls: defaults are left out. */
    public static SequencedMap<String, Object> arguments(ToolUse use) {
        var arguments = new LinkedHashMap<String, Object>();
        switch (use) {
            case ToolUse.RunCommand(var script, var limit, var background) -> {
                arguments.put("command", script);
                putUnless(arguments, "seconds", (int) limit.toSeconds(), DEFAULT_SECONDS);
                putUnless(arguments, "background", background, false);
            }
            case ToolUse.ReadFile(var path, var from, var lines) -> {
                arguments.put("path", path.relative());
                putUnless(arguments, "from", from, 1);
                putUnless(arguments, "lines", lines, DEFAULT_LINES);
            }
            case ToolUse.WriteFile(var path, var content) -> {
                arguments.put("path", path.relative());
                arguments.put("content", content);
            }
            case ToolUse.EditFile(var path, var before, var after, var everywhere) -> {
                arguments.put("path", path.relative());
                arguments.put("before", before);
                arguments.put("after", after);
                putUnless(arguments, "all", everywhere, false);
            }
            case ToolUse.ListFiles(var folder, var depth) -> {
                arguments.put("path", folder.relative());
                putUnless(arguments, "depth", depth, DEFAULT_DEPTH);
            }
            case ToolUse.Search(var pattern, var folder) -> {
                arguments.put("pattern", pattern);
                arguments.put("path", folder.relative());
            }
            case ToolUse.FetchPage(var address) -> arguments.put("url", address.toString());
            case ToolUse.Finish(var summary) -> arguments.put("summary", summary);
            case ToolUse.Unusable(var _, var given, var _) -> arguments.putAll(given);
        }

        return arguments;
    }

    private static Optional<ToolUse> known(String tool, Arguments given) {
        return Optional.ofNullable(
                switch (tool) {
                    case RUN_COMMAND ->
                        new ToolUse.RunCommand(
                                given.text("command"),
                                Duration.ofSeconds(given.number("seconds", DEFAULT_SECONDS, 1, MAX_SECONDS)),
                                given.flag("background"));
                    case READ_FILE ->
                        new ToolUse.ReadFile(
                                path(given),
                                given.number("from", 1, 1, Integer.MAX_VALUE),
                                given.number("lines", DEFAULT_LINES, 1, DEFAULT_LINES));
                    case WRITE_FILE -> new ToolUse.WriteFile(path(given), given.text("content"));
                    case EDIT_FILE -> edit(given);
                    case LIST_FILES ->
                        new ToolUse.ListFiles(folder(given), given.number("depth", DEFAULT_DEPTH, 1, 20));
                    case SEARCH -> new ToolUse.Search(given.text("pattern"), folder(given));
                    case FETCH_PAGE -> new ToolUse.FetchPage(address(given.text("url")));
                    case FINISH -> new ToolUse.Finish(given.text("summary"));
                    default -> null;
                });
    }

    private static ToolUse edit(Arguments given) {
        var edit = new ToolUse.EditFile(path(given), given.text("before"), given.text("after"), given.flag("all"));
        if (edit.before().isEmpty()) {
            throw new Arguments.Unfit("The argument 'before' is empty; to make a file, use " + WRITE_FILE + ".");
        }
        return edit;
    }

    private static WorkspacePath path(Arguments given) {
        var path = WorkspacePath.of(given.text("path"));
        if (path.isRoot()) {
            throw new Arguments.Unfit("The argument 'path' must name a file.");
        }
        return path;
    }

    private static WorkspacePath folder(Arguments given) {
        return given.optionalText("path").map(WorkspacePath::of).orElse(WorkspacePath.ROOT);
    }

    private static URI address(String text) {
        try {
            var address = new URI(text.strip());
            if (address.getHost() == null) {
                throw new Arguments.Unfit("The argument 'url' must be a whole address, like https://example.com/page.");
            }
            return address;
        } catch (URISyntaxException e) {
            throw new Arguments.Unfit("The argument 'url' is no address: " + e.getReason() + ".");
        }
    }

    /** A copy without absent values, which neither a map of ours nor the log can hold. */
    private static Map<String, Object> clean(Map<String, Object> arguments) {
        var clean = new LinkedHashMap<String, Object>(arguments);
        clean.values().removeIf(value -> value == null);
        return clean;
    }

    private static void putUnless(Map<String, Object> arguments, String name, Object value, Object standard) {
        if (!value.equals(standard)) {
            arguments.put(name, value);
        }
    }

    private static Parameter required(String name, ArgumentType type, String description) {
        return new Parameter(name, type, description, true);
    }

    private static Parameter optional(String name, ArgumentType type, String description) {
        return new Parameter(name, type, description, false);
    }
}
