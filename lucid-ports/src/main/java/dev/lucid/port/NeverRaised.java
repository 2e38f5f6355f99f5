package dev.lucid.port;

/** See {@link StopSignal#never}. */
record NeverRaised() implements StopSignal {
    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public Registration whenRaised(Runnable action) {
        return () -> {};
    }
}
