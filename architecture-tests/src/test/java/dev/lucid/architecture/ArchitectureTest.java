package dev.lucid.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each rule twice: over Lucid, where it holds, and over its seed, where it must not. */
class ArchitectureTest {
    private static final Tree LUCID = Tree.lucid();
    private static final Tree SEEDED = Tree.seeded();

    @ParameterizedTest
    @MethodSource("productionRules")
    void holds(String name) {
        assertThat(violations(name, Rules.named(name, Rules.forProduction(LUCID)), LUCID.production()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("productionRules")
    void bites(String name) {
        assertThat(details(Rules.named(name, Rules.forProduction(SEEDED)), SEEDED.production()))
                .as(name)
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("testRules")
    void holdsForTests(String name) {
        assertThat(violations(name, Rules.named(name, Rules.forTests(LUCID)), LUCID.tests()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("testRules")
    void bitesInTests(String name) {
        assertThat(details(Rules.named(name, Rules.forTests(SEEDED)), SEEDED.tests()))
                .as(name)
                .isNotEmpty();
    }

    @Test
    void everyLayerIsImported() {
        var counts = new TreeMap<String, Integer>();
        for (var type : LUCID.production()) {
            counts.merge(type.getPackageName().replaceFirst("^dev\\.lucid\\.(\\w+).*", "$1"), 1, Integer::sum);
        }

        assertThat(counts.keySet()).containsAll(Tree.LAYERS);
        assertThat(counts)
                .allSatisfy((layer, count) -> assertThat(count).as(layer).isGreaterThan(1));
    }

    @Test
    void everyTestIsImported() {
        assertThat(LUCID.tests().stream().filter(type -> type.getSimpleName().endsWith("Test")))
                .hasSizeGreaterThan(30);
    }

    @Test
    void everyWaiverIsStillNeeded() {
        var unused = new ArrayList<>(Waivers.ALL);
        Rules.forProduction(LUCID)
                .forEach((name, rule) -> details(rule, LUCID.production())
                        .forEach(detail -> unused.removeIf(waiver -> covers(waiver, name, detail))));
        Rules.forTests(LUCID)
                .forEach((name, rule) -> details(rule, LUCID.tests())
                        .forEach(detail -> unused.removeIf(waiver -> covers(waiver, name, detail))));

        assertThat(unused).isEmpty();
    }

    static Set<String> productionRules() {
        return Rules.forProduction(LUCID).keySet();
    }

    static Set<String> testRules() {
        return Rules.forTests(LUCID).keySet();
    }

    private static Stream<String> violations(String name, ArchRule rule, JavaClasses classes) {
        return details(rule, classes).stream()
                .filter(detail -> Waivers.ALL.stream().noneMatch(waiver -> covers(waiver, name, detail)));
    }

    private static boolean covers(Waivers.Waiver waiver, String rule, String detail) {
        return waiver.rule().equals(rule) && detail.contains(waiver.where());
    }

    private static List<String> details(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
