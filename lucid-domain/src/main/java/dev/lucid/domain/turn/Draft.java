package dev.lucid.domain.turn;

import dev.lucid.domain.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** The parts of a reply that is not whole yet. */
record Draft(String text, List<ToolCall> calls) {
    static final Draft EMPTY = new Draft("", List.of());

    Draft {
        calls = List.copyOf(calls);
    }

    Draft said(String more) {
        return new Draft(text.isEmpty() ? more : text + "\n" + more, calls);
    }

    Draft called(ToolCall call) {
        var longer = new ArrayList<>(calls);
        longer.add(call);

        return new Draft(text, longer);
    }
}
