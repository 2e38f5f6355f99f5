package dev.lucid.githost;

/** How a run of git ended. Closed for ever. */
sealed interface GitEnd {
    /** By itself; {@code output} up to its limit, {@code complaint} the last lines of what it said besides. */
    record Exited(int code, String output, boolean truncated, String complaint) implements GitEnd {
        boolean isSuccess() {
            return code == 0;
        }
    }

    /** Killed, with all it had started, as its time was up. */
    record TimedOut() implements GitEnd {}

    /** Killed, with all it had started, as somebody asked for it. */
    record Stopped() implements GitEnd {}
}
