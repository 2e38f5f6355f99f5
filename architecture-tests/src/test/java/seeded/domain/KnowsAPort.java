package seeded.domain;

import seeded.port.KnowsAFile;

/** Breaks: the domain knows nobody; and with what the port knows, a cycle. */
public final class KnowsAPort {
    public KnowsAPort(KnowsAFile port) {}
}
