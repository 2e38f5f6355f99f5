package dev.lucid.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each harness works. What it measures in so short a time means nothing. */
class BenchmarksTest {
    /** Those that need no program: building it is not a test's work. */
    static Stream<Harness> harnesses() {
        return Benchmarks.all().stream()
                .filter(harness -> !(harness instanceof StartTime) && !(harness instanceof Memory));
    }

    @ParameterizedTest
    @MethodSource("harnesses")
    void harnessMeasuresSomething(Harness harness) throws Exception {
        assertThat(harness.measure(Effort.GLANCE)).isNotEmpty().allSatisfy(figure -> {
            assertThat(figure.what()).isNotBlank();
            assertThat(figure.measured()).containsPattern("[1-9]");
        });
    }
}
