package dev.lucid.cli;

import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.turn.Turn;

/** How a command ended, for whoever started it. */
final class ExitCode {
    static final int FINISHED = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int UNFINISHED = 3;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    /** By how a turn ended; one that runs still has not failed. Work that did not get where it should is not finished. */
    static int of(Turn turn) {
        return turn.ended()
                .map(reason ->
                        of(reason, turn.pushFailure().or(turn::requestFailure).isPresent()))
                .orElse(FINISHED);
    }

    private static int of(StopReason reason, boolean undelivered) {
        return switch (reason) {
            case StopReason.Finished _ -> undelivered ? FAILED : FINISHED;
            case StopReason.Stopped _ -> INTERRUPTED;
            case StopReason.LimitReached _ -> UNFINISHED;
            case StopReason.Stuck _, StopReason.Failed _ -> FAILED;
        };
    }
}
