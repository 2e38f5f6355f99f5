package dev.lucid.cli;

import dev.lucid.domain.chat.StopReason;

/** How a command ended, for whoever started it. */
final class ExitCode {
    static final int FINISHED = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNFINISHED = 3;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished _ -> FINISHED;
            case StopReason.Stopped _ -> INTERRUPTED;
            case StopReason.LimitReached _ -> UNFINISHED;
            case StopReason.Stuck _, StopReason.Failed _ -> FAILED;
        };
    }
}
