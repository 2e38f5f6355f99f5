package seeded.application;

/** Breaks: names carry no noise. */
final class ThingServiceImpl {}
