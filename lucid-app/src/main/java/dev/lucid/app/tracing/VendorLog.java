package dev.lucid.app.tracing;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The exporter's own complaints: it writes them to the terminal, for each batch. {@link OnceTold} says it better. */
final class VendorLog {
    /** Held here, as a logger that nobody holds forgets what it was told. */
    private static final Logger LOGGER = Logger.getLogger("io.opentelemetry");

    private VendorLog() {}

    static void silence() {
        LOGGER.setLevel(Level.OFF);
    }
}
