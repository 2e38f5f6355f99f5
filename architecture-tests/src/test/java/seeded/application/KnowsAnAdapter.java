package seeded.application;

import seeded.memory.Things;

/** Breaks: use cases know ports alone. */
final class KnowsAnAdapter {
    KnowsAnAdapter(Things things) {}
}
