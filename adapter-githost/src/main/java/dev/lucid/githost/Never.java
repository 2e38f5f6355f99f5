package dev.lucid.githost;

import dev.lucid.port.StopSignal;

/** A stop that never comes, for what is over in a moment. */
enum Never implements StopSignal {
    STOP;

    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public Registration whenRaised(Runnable action) {
        return () -> {};
    }
}
