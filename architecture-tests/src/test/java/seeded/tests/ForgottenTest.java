package seeded.tests;

/** Breaks: what looks like a test is one. */
class ForgottenTest {
    void neverRuns() {}
}
