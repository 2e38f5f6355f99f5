package dev.lucid.application;

import static java.util.Objects.requireNonNull;

import dev.lucid.application.chat.SessionEnding;
import dev.lucid.application.turn.Outside;
import dev.lucid.application.workspace.RemainsSweeping;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.workspace.Remains;
import dev.lucid.port.workspace.SweepRemains;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What is needed to sweep what sessions have left, for how long an idle chat keeps what it has, and how time passes. */
record Housekeeping(Remains remains, SessionRecords records, Duration retention, LongSupplier ticks) {
    Housekeeping {
        requireNonNull(remains, "remains");
        requireNonNull(records, "records");
        requireNonNull(retention, "retention");
        requireNonNull(ticks, "ticks");
    }

    /** Does nothing where nothing is given for it. */
    static SweepRemains sweeping(Optional<Housekeeping> given, Outside outside, SessionEnding ending) {
        return given.<SweepRemains>map(kept -> new RemainsSweeping(
                        kept.remains, kept.records, ending, outside.clearance(), kept.retention, kept.ticks))
                .orElse(() -> new SweepRemains.Swept(0, 0));
    }
}
