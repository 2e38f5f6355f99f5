package dev.lucid.domain.turn;

import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Prompt.Message;
import dev.lucid.domain.tool.Toolbox;
import java.util.List;

/** Writes what a model is shown: a projection of the log, so the same events always give the same prompt. */
public final class PromptWriter {
    private static final String SYSTEM = """
            You are Lucid, an agent that does software work for a person who may not be watching. You work in a sandbox: \
            a Unix system whose current folder is the workspace. Use the tools to look before you change anything, make \
            the changes yourself, and run what you made to see that it works.

            Work in small steps. Read a file before you edit it. If a command fails, find out why before you try again. \
            Don't ask for what you can find out. There is no network in the sandbox unless a command shows otherwise. \
            Don't touch git's history or its remotes: what you leave in the workspace is committed for you.

            When the task is done, or cannot be done, call the tool finish and say briefly what you did, what you saw \
            work, and what is left.
            """;

    private static final String SUMMARY_SYSTEM = """
            You shorten the record of an agent's work so that it can go on without the record itself. Write down: the \
            task in the person's own words with everything they asked for since, what was found out, which files were \
            changed and how, which commands worked and which did not, and what is to be done next. Leave out nothing \
            that is still needed; repeat nothing that is not. Reply with the summary alone.
            """;

    /** A result may fill this share of the window, at four characters a token. */
    private static final int RESULT_SHARE = 2;

    private static final int MAX_RESULT = 30_000;

    private PromptWriter() {}

    /** The prompt for the next reply, for a model with a window of that many tokens. */
    public static Prompt next(List<StoredEvent> history, int window) {
        return new Prompt(SYSTEM, Projection.of(history, resultSize(window)), Toolbox.specs());
    }

    /** The prompt for a summary of that history, which takes up half of the window at most. */
    public static Prompt summary(List<StoredEvent> history, int window) {
        var record = Clip.headAndTail(transcript(history, resultSize(window) / 4), window * 2);

        return new Prompt(SUMMARY_SYSTEM, List.of(new Message.User(record)), List.of());
    }

    /** A summary without any model's help: everything as text, cut to an eighth of the window. */
    static String plainSummary(List<StoredEvent> history, int window) {
        return "Here is what happened so far, shortened:\n\n" + Clip.headAndTail(transcript(history, 600), window / 2);
    }

    private static String transcript(List<StoredEvent> history, int maxResult) {
        var text = new StringBuilder();
        for (var message : Projection.of(history, maxResult)) {
            switch (message) {
                case Message.User(var said) -> text.append("USER: ").append(said);
                case Message.Assistant(var _, var said, var calls) -> {
                    text.append("AGENT: ").append(said);
                    calls.forEach(call -> text.append("\nCALL ")
                            .append(call.use().tool())
                            .append(' ')
                            .append(Clip.headAndTail(
                                    Toolbox.arguments(call.use()).toString(), maxResult)));
                }
                case Message.Answer(var _, var tool, var answer, var _) ->
                    text.append("RESULT of ").append(tool).append(": ").append(answer);
            }
            text.append("\n\n");
        }

        return text.toString();
    }

    private static int resultSize(int window) {
        return Math.max(500, Math.min(MAX_RESULT, window / RESULT_SHARE));
    }
}
