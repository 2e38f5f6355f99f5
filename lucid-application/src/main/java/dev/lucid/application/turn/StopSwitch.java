package dev.lucid.application.turn;

import dev.lucid.port.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A stop signal that can be raised, and waited for. Safe for many threads. */
public final class StopSwitch implements StopSignal {
    private final CountDownLatch raised = new CountDownLatch(1);
    private final List<Runnable> actions = new ArrayList<>();

    /** A switch that is not raised yet. */
    public StopSwitch() {}

    /** Raises the signal, once. */
    public void raise() {
        List<Runnable> due;
        synchronized (actions) {
            if (raised()) {
                return;
            }
            raised.countDown();
            due = List.copyOf(actions);
            actions.clear();
        }
        due.forEach(Runnable::run);
    }

    @Override
    public boolean raised() {
        return raised.getCount() == 0;
    }

    @Override
    public Registration whenRaised(Runnable action) {
        synchronized (actions) {
            if (!raised()) {
                actions.add(action);
                return () -> takeBack(action);
            }
        }
        action.run();

        return () -> {};
    }

    /** Waits for the signal, that long at most, and says whether it is raised. An interrupt ends the waiting too. */
    public boolean await(Duration time) {
        try {
            return raised.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return raised();
        }
    }

    private void takeBack(Runnable action) {
        synchronized (actions) {
            actions.remove(action);
        }
    }
}
