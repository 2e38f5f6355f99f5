package dev.lucid.application.turn;

import dev.lucid.domain.change.ExactEdit;
import dev.lucid.domain.change.UnifiedDiff;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.Effect;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.turn.Clip;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.web.WebPages;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxSpec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs one chat's tools in its sandbox. What goes wrong in a tool is a result for the model, not a failure. */
final class ToolRunning {
    /** A file that is read or edited has at most this many bytes. */
    private static final int MAX_FILE = 4 * 1024 * 1024;

    private static final int MAX_TEXT = 60_000;
    private static final int MAX_ENTRIES = 1000;
    private static final int MAX_MATCHES = 200;
    private static final Duration SEARCH_TIME = Duration.ofSeconds(30);

    private final SandboxSpec spec;
    private final Sandbox sandbox;
    private final OutputFiles outputs;
    private final WebPages web;
    private final Consumer<Delta> live;

    ToolRunning(SandboxSpec spec, Sandbox sandbox, OutputFiles outputs, WebPages web, Consumer<Delta> live) {
        this.spec = spec;
        this.sandbox = sandbox;
        this.outputs = outputs;
        this.web = web;
        this.live = live;
    }

    /** Runs the call, for that long at most, and ends at once when it is to stop. */
    ToolResult run(ToolCall call, Duration left, StopSignal stop) {
        try {
            return switch (call.use()) {
                case ToolUse.RunCommand command -> command(call.id(), command, left, stop);
                case ToolUse.ReadFile read -> read(read);
                case ToolUse.WriteFile(var path, var content) -> write(path, content);
                case ToolUse.EditFile edit -> edit(edit);
                case ToolUse.ListFiles(var folder, var depth) -> list(folder, depth);
                case ToolUse.Search search -> search(search, stop);
                case ToolUse.FetchPage(var address) -> page(web.fetch(address, stop));
                case ToolUse.Finish(var summary) -> new ToolResult.Answered(summary, false);
                case ToolUse.Unusable(var _, var _, var problem) -> new ToolResult.Failed(problem);
            };
        } catch (PortFailure.Transient | PortFailure.Permanent e) {
            return call.use().effect() == Effect.WRITES
                            && e instanceof PortFailure.Transient failure
                            && !failure.isBeforehand()
                    ? new ToolResult.OutcomeUnknown()
                    : new ToolResult.Failed(String.valueOf(e.getMessage()));
        }
    }

    private ToolResult command(CallId call, ToolUse.RunCommand use, Duration left, StopSignal stop) {
        var limit = use.limit().compareTo(left) < 0 ? use.limit() : left;
        if (!limit.isPositive()) {
            return new ToolResult.Cancelled("");
        }
        try (var output = new OutputKeeper(call, spec, outputs, live)) {
            var end = sandbox.run(new Command(use.script(), limit, use.background()), output, stop);

            return switch (end) {
                case CommandEnd.Exited(var code) ->
                    new ToolResult.CommandEnded(code, output.text(), output.truncated());
                case CommandEnd.TimedOut _ -> new ToolResult.TimedOut(limit, output.text(), output.truncated());
                case CommandEnd.Stopped _ -> new ToolResult.Cancelled(output.text());
                case CommandEnd.OutOfMemory _ ->
                    new ToolResult.CommandEnded(
                            137, output.text() + "\n[killed: it used more memory than it may]\n", output.truncated());
            };
        }
    }

    private ToolResult read(ToolUse.ReadFile use) {
        var text = textOf(use.path());
        if (text.isEmpty()) {
            return noFile(use.path());
        }
        var lines =
                text.get().lines().skip(use.from() - 1L).limit(use.lines() + 1L).toList();
        var numbered = new StringBuilder();
        for (var i = 0; i < Math.min(lines.size(), use.lines()) && numbered.length() <= MAX_TEXT; i++) {
            numbered.append(use.from() + i)
                    .append('\t')
                    .append(Clip.head(lines.get(i), 2000))
                    .append('\n');
        }
        var truncated = lines.size() > use.lines() || numbered.length() > MAX_TEXT;

        return new ToolResult.Answered(Clip.head(numbered.toString(), MAX_TEXT), truncated);
    }

    private ToolResult write(WorkspacePath path, String content) {
        var before = textOf(path);
        sandbox.write(path, content.getBytes(StandardCharsets.UTF_8));
        var diff = UnifiedDiff.of(path.relative(), before.orElse(""), content);

        return new ToolResult.FileWritten(path, before.isEmpty(), Clip.headAndTail(diff, MAX_TEXT));
    }

    private ToolResult edit(ToolUse.EditFile use) {
        var before = textOf(use.path());
        if (before.isEmpty()) {
            return noFile(use.path());
        }

        return switch (new ExactEdit(use.before(), use.after(), use.everywhere()).in(before.get())) {
            case ExactEdit.Outcome.Edited(var text) -> {
                sandbox.write(use.path(), text.getBytes(StandardCharsets.UTF_8));
                var diff = UnifiedDiff.of(use.path().relative(), before.get(), text);
                yield new ToolResult.FileEdited(use.path(), Clip.headAndTail(diff, MAX_TEXT));
            }
            case ExactEdit.Outcome.NotFound _ ->
                new ToolResult.Failed("The text to replace does not occur in "
                        + use.path().relative() + ". Read the file again: it must match to the letter.");
            case ExactEdit.Outcome.Ambiguous(var count) ->
                new ToolResult.Failed("The text to replace occurs " + count + " times in "
                        + use.path().relative() + ". Give more of the lines around it, or set all to true.");
        };
    }

    private ToolResult list(WorkspacePath folder, int depth) {
        var entries = sandbox.list(folder, depth, MAX_ENTRIES + 1);
        var lines = entries.stream().limit(MAX_ENTRIES).map(ToolRunning::line).collect(Collectors.joining("\n"));

        return new ToolResult.Answered(
                lines.isEmpty() ? "(nothing here)" : Clip.head(lines, MAX_TEXT),
                entries.size() > MAX_ENTRIES || lines.length() > MAX_TEXT);
    }

    private static String line(FileEntry entry) {
        return entry.path().relative()
                + switch (entry.kind()) {
                    case FOLDER -> "/";
                    case LINK -> "@";
                    case FILE, OTHER -> "";
                };
    }

    private ToolResult search(ToolUse.Search use, StopSignal stop) {
        var found = new ClippedOutput(MAX_TEXT);
        var script = "grep -rnIE --exclude-dir=.git --exclude-dir=node_modules -m 50 -e " + quoted(use.pattern())
                + " -- " + quoted(use.folder().relative()) + " | head -n " + (MAX_MATCHES + 1);
        var end = sandbox.run(new Command(script, SEARCH_TIME, false), found, stop);

        return switch (end) {
            case CommandEnd.Exited _ when found.isEmpty() -> new ToolResult.Answered("(no match)", false);
            case CommandEnd.Exited _ ->
                new ToolResult.Answered(
                        found.text(), found.clipped() || found.text().lines().count() > MAX_MATCHES);
            case CommandEnd.TimedOut _ ->
                new ToolResult.Failed(
                        "The search took longer than " + SEARCH_TIME.toSeconds() + " s. Search in a folder.");
            case CommandEnd.Stopped _ -> new ToolResult.Cancelled("");
            case CommandEnd.OutOfMemory _ -> new ToolResult.Failed("The search needed more memory than it may have.");
        };
    }

    /** As one word for sh, whatever is in it. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static ToolResult page(WebPages.Fetched fetched) {
        return switch (fetched) {
            case WebPages.Fetched.Page(var address, var text, var truncated) ->
                new ToolResult.Answered(
                        address + "\n\n" + Clip.head(text, MAX_TEXT), truncated || text.length() > MAX_TEXT);
            case WebPages.Fetched.Refused(var message) -> new ToolResult.Failed(message);
        };
    }

    private static ToolResult noFile(WorkspacePath path) {
        return new ToolResult.Failed(
                "There is no text file " + path.relative() + " of at most 4 MiB. List the files to see.");
    }

    /** The file's text; empty if there is no such file, or it is too large, or it is no UTF-8 text. */
    private Optional<String> textOf(WorkspacePath path) {
        return sandbox.read(path, MAX_FILE)
                .filter(content -> !content.truncated())
                .flatMap(content -> decoded(content.bytes()));
    }

    private static Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
