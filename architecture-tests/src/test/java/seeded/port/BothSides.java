package seeded.port;

/** Breaks: one side implements a port. */
public interface BothSides {}
