package seeded.postgres;

import seeded.memory.Things;

/** Breaks: adapters do not know each other. */
final class KnowsAnotherAdapter {
    KnowsAnotherAdapter(Things things) {}
}
