package dev.lucid.domain.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.TokenUsage;
import java.util.List;

/**
 * A plan to shorten what the model is shown: which events a summary will stand for.
 *
 * @param upTo the last event that the summary stands for
 * @param prompt what to ask the model for the summary
 * @param plain the summary that takes its place where the model gives none: the log's own words, shortened
 */
public record Condensation(long upTo, Prompt prompt, String plain) {
    /** So many of the latest replies stay as they are, for the agent to go on from. */
    private static final int KEPT_REPLIES = 4;

    /**
     * The plan for that history, at a moment when no call is open. The hard way keeps nothing but the summary, and needs
     * no model: it is for when the gentle way did not help.
     */
    public static Condensation of(List<StoredEvent> history, int window, boolean hard) {
        var last = history.getLast().seq();
        var upTo = Math.max(summarised(history), hard ? last : keptFrom(history));
        var old = history.stream()
                .filter(stored -> stored.seq() <= upTo || stored.event() instanceof ChatFact.ContextCondensed)
                .toList();

        return new Condensation(upTo, PromptWriter.summary(old, window), PromptWriter.plainSummary(old, window));
    }

    /** The fact to append when the model gave its summary. */
    public ChatFact.ContextCondensed summarised(String summary, TokenUsage usage, Cost cost) {
        var text = "What happened so far, summarised:\n\n" + summary.strip() + "\n\nGo on from here.";

        return new ChatFact.ContextCondensed(text, upTo, usage, cost);
    }

    /** The fact to append when the model gave none: the log's own words, shortened. It always works, and costs nothing. */
    public ChatFact.ContextCondensed plainly() {
        return new ChatFact.ContextCondensed(plain + "\n\nGo on from here.", upTo, TokenUsage.NONE, Cost.nothing());
    }

    /** Up to where a summary stands for the history already: the next one stands for that summary, and for no less. */
    private static long summarised(List<StoredEvent> history) {
        return history.stream()
                .map(StoredEvent::event)
                .filter(ChatFact.ContextCondensed.class::isInstance)
                .mapToLong(condensed -> ((ChatFact.ContextCondensed) condensed).upTo())
                .max()
                .orElse(0);
    }

    /** The event before the reply from which on everything is kept; all, where there are not that many replies. */
    private static long keptFrom(List<StoredEvent> history) {
        var replies = history.stream()
                .filter(stored -> stored.event() instanceof ChatFact.ModelReplied)
                .map(StoredEvent::seq)
                .toList();

        return replies.size() <= KEPT_REPLIES
                ? history.getLast().seq()
                : settledAt(history, replies.get(replies.size() - 1 - KEPT_REPLIES));
    }

    /** The last event before the next reply's first part: by then every call of that reply has its result. */
    private static long settledAt(List<StoredEvent> history, long reply) {
        var settled = reply;
        for (var stored : history) {
            if (stored.seq() > reply && !(stored.event() instanceof ChatFact.ToolStarted)) {
                if (!(stored.event() instanceof ChatFact.ToolFinished)) {
                    break;
                }
                settled = stored.seq();
            }
        }

        return settled;
    }
}
