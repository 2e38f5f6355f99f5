package dev.lucid.domain.turn;

import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Notices an agent that goes round in circles: the same call with the same result again and again, or two by turns. It
 * remembers the latest calls since the last reminder, as hashes, so a collision costs at worst a needless reminder.
 */
record LoopDetector(List<Integer> latest, int reminders) {
    static final LoopDetector START = new LoopDetector(List.of(), 0);

    /** So many reminders are given before a repeating agent is stopped. */
    static final int PATIENCE = 2;

    private static final int SAME = 4;
    private static final int BY_TURNS = 8;

    LoopDetector {
        latest = List.copyOf(latest);
    }

    LoopDetector after(ToolUse use, ToolResult result) {
        var longer = new ArrayList<>(latest);
        longer.add(Objects.hash(use, result));

        return new LoopDetector(longer.subList(Math.max(0, longer.size() - BY_TURNS), longer.size()), reminders);
    }

    LoopDetector reminded() {
        return new LoopDetector(List.of(), reminders + 1);
    }

    /** What repeats, in words for a person and a model. */
    Optional<String> pattern() {
        if (repeats(SAME, 1)) {
            return Optional.of("the same tool call with the same result, " + SAME + " times in a row");
        }
        if (repeats(BY_TURNS, 2)) {
            return Optional.of("the same two tool calls by turns, " + BY_TURNS / 2 + " times");
        }

        return Optional.empty();
    }

    private boolean repeats(int count, int period) {
        if (latest.size() < count) {
            return false;
        }
        for (var i = latest.size() - count + period; i < latest.size(); i++) {
            if (!latest.get(i).equals(latest.get(i - period))) {
                return false;
            }
        }

        return true;
    }
}
