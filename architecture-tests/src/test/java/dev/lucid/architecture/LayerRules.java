package dev.lucid.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** Who may know whom. */
final class LayerRules {
    /** Plain values in packages that hold more than that. */
    private static final DescribedPredicate<JavaClass> VALUES = nameMatching(
                    "java\\.net\\.(URI|URISyntaxException)|java\\.nio\\.ByteBuffer|java\\.text\\.Normalizer.*")
            .forSubtype();

    private LayerRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "domainKnowsOnlyTheLanguage", domainKnowsOnlyTheLanguage(tree),
                "portsKnowOnlyTheDomain", portsKnowOnlyTheDomain(tree),
                "useCasesKnowOnlyThePorts", useCasesKnowOnlyThePorts(tree),
                "adaptersDoNotKnowEachOther", adaptersDoNotKnowEachOther(tree),
                "adaptersDoNotKnowTheUseCases", adaptersDoNotKnowTheUseCases(tree),
                "nobodyKnowsTheProgram", nobodyKnowsTheProgram(tree),
                "testKitStaysInTests", testKitStaysInTests(tree),
                "onlyTheProgramMakesUseCases", onlyTheProgramMakesUseCases(tree),
                "noPackageCycles", noPackageCycles(tree),
                "wiresDoNotKnowEachOther", wiresDoNotKnowEachOther(tree));
    }

    /** An allow-list, not a ban-list: whatever is new is refused until somebody has thought about it. */
    private static ArchRule domainKnowsOnlyTheLanguage(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.layer("domain"))
                .should()
                .onlyDependOnClassesThat(VALUES.or(resideInAnyPackage(
                        tree.layer("domain"),
                        "java.lang",
                        "java.lang.runtime",
                        "java.lang.invoke",
                        "java.math",
                        "java.nio.charset",
                        "java.security",
                        "java.time",
                        "java.util",
                        "java.util.function",
                        "java.util.random",
                        "java.util.regex",
                        "java.util.stream")));
    }

    private static ArchRule portsKnowOnlyTheDomain(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.layer("port"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        tree.layer("domain"),
                        tree.layer("port"),
                        "java.lang",
                        "java.lang.runtime",
                        "java.lang.invoke",
                        "java.net",
                        "java.time",
                        "java.util",
                        "java.util.function",
                        "java.util.stream");
    }

    private static ArchRule useCasesKnowOnlyThePorts(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.layer("application"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        tree.layer("domain"),
                        tree.layer("port"),
                        tree.layer("application"),
                        "java.lang..",
                        "java.math",
                        "java.net",
                        "java.nio",
                        "java.nio.charset",
                        "java.security",
                        "java.time..",
                        "java.util..",
                        "jakarta.inject");
    }

    private static ArchRule adaptersDoNotKnowEachOther(Tree tree) {
        return slices().matching(tree.root() + ".(*)..")
                .namingSlices("$1")
                .that(new Adapters(tree))
                .should()
                .notDependOnEachOther();
    }

    private static ArchRule adaptersDoNotKnowTheUseCases(Tree tree) {
        return noClasses()
                .that()
                .resideInAnyPackage(tree.adapters())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(tree.layer("application"), tree.layer("app"));
    }

    private static ArchRule nobodyKnowsTheProgram(Tree tree) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(tree.layer("app"), tree.layer("benchmarks"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(tree.layer("app"));
    }

    private static ArchRule testKitStaysInTests(Tree tree) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(tree.layer("testkit"), tree.layer("benchmarks"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(tree.layer("testkit"), "org.junit..", "org.assertj..", "org.mockito..");
    }

    private static ArchRule onlyTheProgramMakesUseCases(Tree tree) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(tree.layers(List.of("app", "application", "examples", "benchmarks")))
                .should()
                .callConstructorWhere(target(owner(nameMatching(tree.named(List.of("application"))))));
    }

    private static ArchRule noPackageCycles(Tree tree) {
        return slices().matching(tree.root() + ".(**)").should().beFreeOfCycles();
    }

    private static ArchRule wiresDoNotKnowEachOther(Tree tree) {
        return slices().matching(tree.root() + ".javalin.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true);
    }
}
