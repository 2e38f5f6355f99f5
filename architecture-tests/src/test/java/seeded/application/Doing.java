package seeded.application;

import seeded.port.BothSides;

/** Breaks: one side implements a port. */
public final class Doing implements BothSides {}
