package dev.lucid.architecture;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All rules, by name, for a tree of packages. */
final class Rules {
    private Rules() {}

    /** Rules for what runs. */
    static Map<String, ArchRule> forProduction(Tree tree) {
        return merged(List.of(
                LayerRules.of(tree),
                PortRules.of(tree),
                DataRules.of(tree),
                CodeRules.of(tree),
                EdgeRules.of(tree),
                ContractRules.of(tree),
                TenancyRules.of(tree)));
    }

    /** Rules for what tests. */
    static Map<String, ArchRule> forTests(Tree tree) {
        return TestRules.of(tree);
    }

    static ArchRule named(String name, Map<String, ArchRule> rules) {
        return requireNonNull(rules.get(name), name);
    }

    private static Map<String, ArchRule> merged(List<Map<String, ArchRule>> groups) {
        return groups.stream()
                .map(Map::entrySet)
                .flatMap(java.util.Collection::stream)
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, Rules::twice, TreeMap::new));
    }

    private static ArchRule twice(ArchRule one, ArchRule other) {
        throw new IllegalStateException(
                "Two rules have one name: " + Stream.of(one, other).toList());
    }
}
