package dev.lucid.domain.tool;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.workspace.WorkspacePath;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What a model asks to have done, with arguments that were checked. {@link Toolbox} reads one from a name and its
 * arguments, and writes it back. Grows in minor versions: outside Lucid, keep a {@code default}.
 */
public sealed interface ToolUse {
    /** The tool's name, as the model knows it. */
    String tool();

    /** Whether it may run again after a crash. */
    Effect effect();

    /** Runs {@code script} with {@code sh} in the workspace. Always {@link Effect#WRITES}: nobody knows what it does. */
    record RunCommand(String script, Duration limit, boolean background) implements ToolUse {
        public RunCommand {
            requireNonNull(script, "script");
            requireNonNull(limit, "limit");
        }

        @Override
        public String tool() {
            return Toolbox.RUN_COMMAND;
        }

        @Override
        public Effect effect() {
            return Effect.WRITES;
        }
    }

    /** Reads {@code lines} lines of a text file, from line {@code from}, which counts from 1. */
    record ReadFile(WorkspacePath path, int from, int lines) implements ToolUse {
        public ReadFile {
            requireNonNull(path, "path");
        }

        @Override
        public String tool() {
            return Toolbox.READ_FILE;
        }

        @Override
        public Effect effect() {
            return Effect.READS;
        }
    }

    /** Writes a whole file, making its folders, in place of what was there. */
    record WriteFile(WorkspacePath path, String content) implements ToolUse {
        public WriteFile {
            requireNonNull(path, "path");
            requireNonNull(content, "content");
        }

        @Override
        public String tool() {
            return Toolbox.WRITE_FILE;
        }

        @Override
        public Effect effect() {
            return Effect.WRITES;
        }
    }

    /** Replaces the exact text {@code before} by {@code after}: its one occurrence, or with {@code everywhere} each. */
    record EditFile(WorkspacePath path, String before, String after, boolean everywhere) implements ToolUse {
        public EditFile {
            requireNonNull(path, "path");
            requireNonNull(before, "before");
            requireNonNull(after, "after");
        }

        @Override
        public String tool() {
            return Toolbox.EDIT_FILE;
        }

        @Override
        public Effect effect() {
            return Effect.WRITES;
        }
    }

    /** Lists the files below a folder, {@code depth} levels deep. */
    record ListFiles(WorkspacePath folder, int depth) implements ToolUse {
        public ListFiles {
            requireNonNull(folder, "folder");
        }

        @Override
        public String tool() {
            return Toolbox.LIST_FILES;
        }

        @Override
        public Effect effect() {
            return Effect.READS;
        }
    }

    /** Finds the lines that match an extended regular expression, in the files below a folder. */
    record Search(String pattern, WorkspacePath folder) implements ToolUse {
        public Search {
            requireNonNull(pattern, "pattern");
            requireNonNull(folder, "folder");
        }

        @Override
        public String tool() {
            return Toolbox.SEARCH;
        }

        @Override
        public Effect effect() {
            return Effect.READS;
        }
    }

    /** Fetches a page from the web, as text. */
    record FetchPage(URI address) implements ToolUse {
        public FetchPage {
            requireNonNull(address, "address");
        }

        @Override
        public String tool() {
            return Toolbox.FETCH_PAGE;
        }

        @Override
        public Effect effect() {
            return Effect.READS;
        }
    }

    /** Says that the task is done, and how. Ends the turn. */
    record Finish(String summary) implements ToolUse {
        public Finish {
            requireNonNull(summary, "summary");
        }

        @Override
        public String tool() {
            return Toolbox.FINISH;
        }

        @Override
        public Effect effect() {
            return Effect.READS;
        }
    }

    /**
     * A call that cannot be run: an unknown tool, or arguments that don't fit. It is never run; the model is told
     * {@code problem} as the call's result.
     */
    record Unusable(String tool, Map<String, Object> arguments, String problem) implements ToolUse {
        public Unusable {
            requireNonNull(tool, "tool");
            arguments = Map.copyOf(arguments);
            requireNonNull(problem, "problem");
        }

        @Override
        public Effect effect() {
            return Effect.READS;
        }
    }
}
