package seeded.tests;

import org.junit.jupiter.api.Test;

/** Breaks: test names are sentences. */
class NamesTest {
    @Test
    void testSomething() {}
}
