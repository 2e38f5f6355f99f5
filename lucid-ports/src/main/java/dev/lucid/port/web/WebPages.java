package dev.lucid.port.web;

import dev.lucid.port.StopSignal;
import java.net.URI;

/** Fetches pages that a model names: public addresses only, within limits of time and size. Safe for many threads. */
public interface WebPages {
    /** Fetches one page, following redirects, as readable text. */
    Fetched fetch(URI address, StopSignal stop);

    /** Closed for ever. */
    sealed interface Fetched {
        /** The page as text; {@code truncated} when the rest is left out. */
        record Page(URI address, String text, boolean truncated) implements Fetched {}

        /** It can't be had; the message tells a model why. */
        record Refused(String message) implements Fetched {}
    }
}
