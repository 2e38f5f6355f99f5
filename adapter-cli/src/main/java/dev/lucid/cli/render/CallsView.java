package dev.lucid.cli.render;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The tool calls of a turn on the screen: what each does, its output as it comes, what became of it. For one thread. */
final class CallsView {
    private final Screen screen;
    private final Map<CallId, ToolCall> calls = new HashMap<>();
    private Optional<CallId> headed = Optional.empty();
    private OutputView output;

    /** Whether the last thing on the screen is a call of one line, to which the next can be added without a gap. */
    private boolean brief;

    CallsView(Screen screen) {
        this.screen = requireNonNull(screen, "screen");
        this.output = new OutputView(screen);
    }

    /** A call was asked for: it is shown once it starts. */
    void called(ToolCall call) {
        calls.put(call.id(), call);
    }

    Optional<ToolUse> use(CallId id) {
        return Optional.ofNullable(calls.get(id)).map(ToolCall::use);
    }

    void started(CallId id) {
        use(id).ifPresent(use -> header(id, use));
    }

    /** A person is asked about a call: all that it would do is shown. */
    void asked(CallId id) {
        use(id).ifPresent(use -> {
            head(id);
            CallHeader.forApproval(screen, use);
        });
    }

    /** Output of the call that runs. That of another is left to its result. */
    void output(UUID call, long at, String text) {
        if (headed.filter(id -> id.value().equals(call)).isPresent()) {
            output.piece(at, text);
        }
    }

    void finished(CallId id, ToolResult result) {
        use(id).ifPresent(use -> {
            if (!(use instanceof ToolUse.Finish)) {
                header(id, use);
            }
            CallResult.show(screen, use, result, output);
            brief = !(use instanceof ToolUse.Finish) && result instanceof ToolResult.Answered;
        });
        calls.remove(id);
        headed = Optional.empty();
    }

    /** How many lines of the running call's output are not shown. */
    long hidden() {
        return output.hidden();
    }

    /** Something else was shown. */
    void interrupted() {
        brief = false;
    }

    private void header(CallId id, ToolUse use) {
        if (!headed.equals(Optional.of(id))) {
            head(id);
            CallHeader.show(screen, use);
        }
    }

    private void head(CallId id) {
        if (brief) {
            screen.freshLine();
        } else {
            screen.gap();
        }
        headed = Optional.of(id);
        output = new OutputView(screen);
        brief = false;
    }
}
