package dev.lucid.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** What code may call. */
final class CodeRules {
    private CodeRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "coreDoesNotReadTheClock", coreDoesNotReadTheClock(tree),
                "coreMakesNoChance", coreMakesNoChance(tree),
                "coreDoesNotSleep", coreDoesNotSleep(tree),
                "onlyTheConfigurationReadsTheEnvironment", onlyTheConfigurationReadsTheEnvironment(tree),
                "nobodyThrowsGenericExceptions", nobodyThrowsGenericExceptions(tree),
                "onlyTheCommandLineSpeaksToTheTerminal", onlyTheCommandLineSpeaksToTheTerminal(tree),
                "nobodyLogsPastTheProgram", nobodyLogsPastTheProgram(tree),
                "nothingIsStaticAndMutable", nothingIsStaticAndMutable(tree),
                "onlyTheProgramEndsTheProcess", onlyTheProgramEndsTheProcess(tree));
    }

    private static ArchRule coreDoesNotReadTheClock(Tree tree) {
        return noClasses()
                .that()
                .resideInAnyPackage(tree.layers(List.of("domain", "port", "application")))
                .should()
                .callCodeUnitWhere(calls("java\\.time\\..*", "now|system|systemUTC|systemDefaultZone|tick.*"))
                .orShould()
                .callCodeUnitWhere(calls("java\\.lang\\.System", "currentTimeMillis|nanoTime"))
                .orShould()
                .callCodeUnitWhere(calls("java\\.util\\.Date", "<init>"));
    }

    private static ArchRule coreMakesNoChance(Tree tree) {
        return noClasses()
                .that()
                .resideInAnyPackage(tree.layers(List.of("domain", "port", "application")))
                .should()
                .callCodeUnitWhere(calls("java\\.util\\.UUID", "randomUUID"))
                .orShould()
                .callCodeUnitWhere(calls("java\\.lang\\.Math", "random"))
                .orShould()
                .callCodeUnitWhere(
                        calls("java\\.util\\.(Random|SplittableRandom)|java\\.security\\.SecureRandom", ".*"))
                .orShould()
                .callCodeUnitWhere(calls("java\\.util\\.random\\.RandomGenerator", "getDefault|of"))
                .orShould()
                .callCodeUnitWhere(calls("java\\.util\\.concurrent\\.ThreadLocalRandom", ".*"));
    }

    private static ArchRule coreDoesNotSleep(Tree tree) {
        return noClasses()
                .that()
                .resideInAnyPackage(tree.layers(List.of("domain", "port", "application")))
                .should()
                .callCodeUnitWhere(calls("java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit", "sleep"));
    }

    private static ArchRule onlyTheConfigurationReadsTheEnvironment(Tree tree) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(tree.layers(List.of("app", "examples", "benchmarks", "testkit")))
                .should()
                .callCodeUnitWhere(calls("java\\.lang\\.System", "getenv"));
    }

    private static ArchRule nobodyThrowsGenericExceptions(Tree tree) {
        return noClasses().that().resideInAPackage(tree.root() + "..").should(THROW_GENERIC_EXCEPTIONS);
    }

    private static ArchRule onlyTheCommandLineSpeaksToTheTerminal(Tree tree) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(tree.layers(List.of("app", "cli", "examples", "benchmarks")))
                .should(ACCESS_STANDARD_STREAMS);
    }

    private static ArchRule nobodyLogsPastTheProgram(Tree tree) {
        return noClasses()
                .that()
                .resideInAPackage(tree.root() + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.logging..", "org.apache.commons.logging..", "org.apache.log4j..");
    }

    private static ArchRule nothingIsStaticAndMutable(Tree tree) {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .and()
                .areStatic()
                .should(Conditions.each(
                        "be final",
                        field -> field.getModifiers().contains(JavaModifier.FINAL)
                                || field.getModifiers().contains(JavaModifier.SYNTHETIC)));
    }

    private static ArchRule onlyTheProgramEndsTheProcess(Tree tree) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(tree.layers(List.of("app", "examples", "benchmarks")))
                .should()
                .callCodeUnitWhere(calls("java\\.lang\\.(System|Runtime)", "exit|halt|addShutdownHook"));
    }

    private static DescribedPredicate<JavaCall<?>> calls(String owners, String names) {
        return target(owner(nameMatching(owners)))
                .and(target(nameMatching(names)))
                .forSubtype();
    }
}
