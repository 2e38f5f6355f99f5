package dev.lucid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a port may look like. */
final class PortRules {
    private static final String TECHNOLOGY =
            ".*(Postgres|Jdbc|Jdbi|Sql|Docker|Http|Json|Javalin|Jetty|LangChain|OpenAi|Anthropic|Gemini|GitHub|GitLab).*";

    private static final String NOISE =
            ".*(Impl|Manager|Util|Utils|Helper|Helpers|Service|UseCase|Port|Dto|Bean|Interface|Abstract)(\\$.*)?";

    private PortRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "portsAreTypesOnly", portsAreTypesOnly(tree),
                "portNamesCarryNoTechnology", portNamesCarryNoTechnology(tree),
                "namesCarryNoNoise", namesCarryNoNoise(tree),
                "portsDeclareNoCheckedExceptions", portsDeclareNoCheckedExceptions(tree),
                "portDefaultsDoNotThrow", portDefaultsDoNotThrow(tree),
                "portsAreNarrow", portsAreNarrow(tree),
                "aPortIsImplementedOnOneSide", aPortIsImplementedOnOneSide(tree));
    }

    private static ArchRule portsAreTypesOnly(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.layer("port"))
                .and()
                .areTopLevelClasses()
                .should(Conditions.each(
                        "be an interface, a record, an enum or a throwable",
                        type -> type.isInterface()
                                || type.isRecord()
                                || type.isEnum()
                                || type.isAssignableTo(Throwable.class)));
    }

    private static ArchRule portNamesCarryNoTechnology(Tree tree) {
        return noClasses()
                .that()
                .resideInAnyPackage(tree.layer("port"), tree.layer("domain"))
                .should()
                .haveNameMatching(TECHNOLOGY);
    }

    private static ArchRule namesCarryNoNoise(Tree tree) {
        return noClasses()
                .that()
                .resideInAPackage(tree.root() + "..")
                .should()
                .haveNameMatching(NOISE)
                .orShould()
                .haveNameMatching(".*\\.I[A-Z][a-z][^.]*");
    }

    /** The library's own rule matches the exact type only. */
    private static ArchRule portsDeclareNoCheckedExceptions(Tree tree) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.layer("port"))
                .should(Conditions.each(
                        "declare no checked exception",
                        method -> method.getExceptionTypes().stream()
                                .allMatch(type -> type.toErasure().isAssignableTo(RuntimeException.class)
                                        || type.toErasure().isAssignableTo(Error.class))));
    }

    private static ArchRule portDefaultsDoNotThrow(Tree tree) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.layer("port"))
                .and()
                .areDeclaredInClassesThat()
                .areInterfaces()
                .should(Conditions.each(
                        "make no exception",
                        method -> method.getConstructorCallsFromSelf().stream()
                                .noneMatch(call -> call.getTargetOwner().isAssignableTo(Throwable.class))));
    }

    private static ArchRule portsAreNarrow(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.layer("port"))
                .and()
                .areInterfaces()
                .should(Conditions.each(
                        "have at most 7 abstract methods",
                        type -> type.getMethods().stream()
                                        .filter(PortRules::isAbstract)
                                        .count()
                                <= 7));
    }

    private static boolean isAbstract(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.ABSTRACT);
    }

    private static ArchRule aPortIsImplementedOnOneSide(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.layer("port"))
                .and()
                .areInterfaces()
                .should(Conditions.each(
                        "be implemented by use cases or by adapters, not by both",
                        type -> sides(tree, type).size() <= 1));
    }

    private static Set<String> sides(Tree tree, JavaClass port) {
        var sides = new TreeSet<String>();
        for (var implementation : port.getSubclasses()) {
            if (implementation.isInterface() || implementation.isAnonymousClass()) {
                continue;
            }
            var name = implementation.getName();
            if (name.matches(tree.named(List.of("application")))) {
                sides.add("use cases");
            } else if (name.matches(tree.named(Tree.ADAPTERS))) {
                sides.add("adapters");
            }
        }
        return sides;
    }
}
