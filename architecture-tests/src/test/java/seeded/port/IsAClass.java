package seeded.port;

/** Breaks: ports are types only. */
final class IsAClass {}
