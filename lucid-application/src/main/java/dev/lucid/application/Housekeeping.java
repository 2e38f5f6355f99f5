package dev.lucid.application;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.workspace.Remains;
import java.time.Duration;

/** What is needed to sweep what sessions have left, and for how long an idle chat keeps what it has. */
record Housekeeping(Remains remains, SessionRecords records, Duration retention) {
    Housekeeping {
        requireNonNull(remains, "remains");
        requireNonNull(records, "records");
        requireNonNull(retention, "retention");
    }
}
