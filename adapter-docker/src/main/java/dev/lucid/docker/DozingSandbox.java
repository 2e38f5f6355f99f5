package dev.lucid.docker;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.sandbox.ForwardingSandbox;

/**
 * A sandbox whose container is frozen after a while without a command, with all that runs in it, and wakes for the next
 * one: then it costs memory alone. Safe for many threads.
 */
final class DozingSandbox extends ForwardingSandbox {
    private final Freezing freezing;
    private final SessionStart start;

    DozingSandbox(Sandbox sandbox, Freezing freezing, SessionStart start) {
        super(sandbox);
        this.freezing = freezing;
        this.start = start;
    }

    @Override
    public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
        try (var _ = start.wanted(stop)) {
            freezing.wake(stop);
            try {
                return super.run(command, output, stop);
            } finally {
                freezing.rest();
            }
        }
    }

    @Override
    public void killAll() {
        start.giveUp();
        super.killAll();
        freezing.thawed();
    }

    @Override
    public void close() {
        start.giveUp();
        freezing.close();
        try (start) {
            super.close();
        }
    }
}
