package seeded.domain;

/** Breaks: nothing: something to be known. */
public record Fact(String text) {}
