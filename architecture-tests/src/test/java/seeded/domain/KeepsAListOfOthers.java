package seeded.domain;

import java.util.List;

/** Breaks: records own their parts. */
record KeepsAListOfOthers(List<String> names) {}
