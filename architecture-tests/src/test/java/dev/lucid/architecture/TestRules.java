package dev.lucid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tests that run, and that use real parts. */
final class TestRules {
    private static final Pattern SLEEPS = Pattern.compile("java\\.lang\\.Thread\\.sleep\\("
            + "|java\\.util\\.concurrent\\.(TimeUnit\\.sleep|locks\\.LockSupport\\.park(Nanos|Until))\\(");

    private TestRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "whatLooksLikeATestIsOne", whatLooksLikeATestIsOne(tree),
                "testNamesAreSentences", testNamesAreSentences(tree),
                "onlyVendorTypesAreMocked", onlyVendorTypesAreMocked(tree),
                "noMocksInFields", noMocksInFields(tree),
                "nobodySleepsInTests", nobodySleepsInTests(tree));
    }

    private static ArchRule whatLooksLikeATestIsOne(Tree tree) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .and()
                .areDeclaredInClassesThat()
                .haveNameMatching(".*(Test|Contract)")
                .should(Conditions.each(
                        "be annotated, or private",
                        method -> !looksLikeATest(method)
                                || !method.getAnnotations().isEmpty()
                                || overrides(method)));
    }

    private static boolean looksLikeATest(JavaMethod method) {
        var modifiers = method.getModifiers();
        return method.getRawReturnType().isEquivalentTo(void.class)
                && method.getParameters().isEmpty()
                && !modifiers.contains(JavaModifier.PRIVATE)
                && !modifiers.contains(JavaModifier.STATIC)
                && !modifiers.contains(JavaModifier.ABSTRACT)
                && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static boolean overrides(JavaMethod method) {
        return Stream.concat(
                        method.getOwner().getAllRawSuperclasses().stream(),
                        method.getOwner().getAllRawInterfaces().stream())
                .anyMatch(type -> type.tryGetMethod(method.getName()).isPresent());
    }

    private static ArchRule testNamesAreSentences(Tree tree) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .and()
                .areAnnotatedWith("org.junit.jupiter.api.Test")
                .should(Conditions.each(
                        "be called as a sentence: no test, should or underscore",
                        method -> !method.getName().matches("test([A-Z_].*)?|should[A-Z_].*|.*_.*")));
    }

    /** A fake that the contract verified says more than a list of expected calls. */
    private static ArchRule onlyVendorTypesAreMocked(Tree tree) {
        return codeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .should(Conditions.each(
                        "mock nothing of Lucid's own, and spy on nothing",
                        unit -> !mocks(unit)
                                || unit.getReferencedClassObjects().stream()
                                        .map(ReferencedClassObject::getRawType)
                                        .map(JavaClass::getName)
                                        .noneMatch(name -> name.startsWith(tree.root() + "."))));
    }

    private static boolean mocks(JavaCodeUnit unit) {
        return unit.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().getName().startsWith("org.mockito."));
    }

    private static ArchRule noMocksInFields(Tree tree) {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .should(Conditions.each(
                        "carry no annotation of Mockito's",
                        field -> field.getAnnotations().stream()
                                .noneMatch(annotation ->
                                        annotation.getRawType().getName().startsWith("org.mockito."))));
    }

    private static ArchRule nobodySleepsInTests(Tree tree) {
        return codeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .should(Conditions.each(
                        "wait for what they wait for, instead of sleeping",
                        unit -> unit.getMethodCallsFromSelf().stream()
                                .noneMatch(
                                        call -> SLEEPS.matcher(call.getTarget().getFullName())
                                                .lookingAt())));
    }
}
