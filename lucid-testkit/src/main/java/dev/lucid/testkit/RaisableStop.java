package dev.lucid.testkit;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.StopSignal;
import java.util.ArrayList;
import java.util.List;

/** A stop signal that a test raises. Safe for many threads. */
public final class RaisableStop implements StopSignal {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean raised;

    /** Raises the signal; the actions run in this thread. */
    public void raise() {
        List<Runnable> due;
        synchronized (actions) {
            due = raised ? List.of() : List.copyOf(actions);
            raised = true;
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public boolean raised() {
        synchronized (actions) {
            return raised;
        }
    }

    @Override
    public Registration whenRaised(Runnable action) {
        requireNonNull(action, "action");
        synchronized (actions) {
            if (!raised) {
                actions.add(action);
                return () -> forget(action);
            }
        }
        action.run();

        return () -> {};
    }

    private void forget(Runnable action) {
        synchronized (actions) {
            actions.remove(action);
        }
    }
}
