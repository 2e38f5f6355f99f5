package seeded.javalin.two;

import seeded.javalin.one.Wire;

/** Breaks: one wire does not know another. */
final class KnowsAnotherWire {
    KnowsAnotherWire(Wire wire) {}
}
