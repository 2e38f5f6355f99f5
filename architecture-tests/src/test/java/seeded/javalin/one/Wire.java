package seeded.javalin.one;

/** Breaks: nothing: something to be known. */
public record Wire(String text) {}
