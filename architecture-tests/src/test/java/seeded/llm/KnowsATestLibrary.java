package seeded.llm;

import org.assertj.core.api.Assertions;

/** Breaks: what tests need stays in tests. */
final class KnowsATestLibrary {
    void check() {
        Assertions.assertThat(1).isEqualTo(1);
    }
}
