package seeded.app;

/** Breaks: nothing: something to be known. */
public final class Program {}
