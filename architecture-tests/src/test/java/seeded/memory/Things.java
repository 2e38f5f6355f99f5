package seeded.memory;

import seeded.port.BothSides;

/** Breaks: one side implements a port. */
public final class Things implements BothSides {}
