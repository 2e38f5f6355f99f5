package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.StopSignal;
import dev.lucid.port.web.WebPages;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A web of the pages that a program puts up: for tests, and for agents that may read these and no others. Nothing leaves
 * the program. Safe for many threads.
 */
public final class InMemoryWebPages implements WebPages {
    private final Map<URI, String> pages = new ConcurrentHashMap<>();

    /** Puts a page up, in place of one that was there. */
    public void put(URI address, String text) {
        if (!String.valueOf(address.getScheme()).matches("(?i)https?") || address.getFragment() != null) {
            throw new IllegalArgumentException("A page's address begins with http and has no '#': " + address);
        }
        pages.put(address, requireNonNull(text, "text"));
    }

    @Override
    public Fetched fetch(URI address, StopSignal stop) {
        if (stop.raised()) {
            return new Fetched.Refused("'" + address + "' was given up, as the work was stopped.");
        }
        var whole = URI.create(address.toString().replaceFirst("#.*", ""));
        var text = pages.get(whole);

        return text == null
                ? new Fetched.Refused("There is no page '" + address + "'.")
                : new Fetched.Page(whole, text, false);
    }
}
