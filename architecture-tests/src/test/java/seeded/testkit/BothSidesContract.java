package seeded.testkit;

/** Breaks: every implementation passes the contract; that one has no test. */
public interface BothSidesContract {}
