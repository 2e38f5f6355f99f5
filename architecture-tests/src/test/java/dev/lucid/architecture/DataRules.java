package dev.lucid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Records that are valid and own their parts; absence that is said once. */
final class DataRules {
    private static final Set<String> COPIES = Set.of("copyOf", "toList");

    private DataRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "recordsCopyTheirCollections", recordsCopyTheirCollections(tree),
                "recordsKeepTheirEquals", recordsKeepTheirEquals(tree),
                "noOptionalParameters", noOptionalParameters(tree));
    }

    private static ArchRule recordsCopyTheirCollections(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.root() + "..")
                .and()
                .areRecords()
                .should(Conditions.each("copy each collection in the constructor", DataRules::copiesItsCollections));
    }

    private static boolean copiesItsCollections(JavaClass type) {
        var collections = type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .filter(field -> isCollection(field.getRawType()))
                .count();
        var copies = type.getConstructors().stream()
                .mapToLong(DataRules::copies)
                .max()
                .orElse(0);
        return copies >= collections;
    }

    private static long copies(JavaConstructor constructor) {
        return constructor.getMethodCallsFromSelf().stream()
                .map(JavaMethodCall::getName)
                .filter(name -> COPIES.contains(name) || name.startsWith("unmodifiable"))
                .count();
    }

    private static boolean isCollection(JavaClass type) {
        return type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
    }

    /** A generated one makes no call that shows. */
    private static ArchRule recordsKeepTheirEquals(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.root() + "..")
                .and()
                .areRecords()
                .should(Conditions.each(
                        "keep their generated equals",
                        type -> type.getMethods().stream()
                                .filter(method -> method.getName().equals("equals"))
                                .allMatch(method -> method.getCallsFromSelf().isEmpty()
                                        && method.getFieldAccesses().isEmpty()
                                        && method.getInstanceofChecks().isEmpty())));
    }

    /** But for what makes a record: there an absent part is a part. What no other package sees harms nobody. */
    private static ArchRule noOptionalParameters(Tree tree) {
        return codeUnits()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .should(Conditions.each(
                        "take no Optional",
                        unit -> makesARecord(unit)
                                || unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                                || !isSeenByOthers(unit)
                                || unit.getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(Optional.class))));
    }

    private static boolean isSeenByOthers(JavaCodeUnit unit) {
        return unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC)
                && (unit.getModifiers().contains(JavaModifier.PUBLIC)
                        || unit.getModifiers().contains(JavaModifier.PROTECTED));
    }

    private static boolean makesARecord(JavaCodeUnit unit) {
        if (!unit.getOwner().isRecord()) {
            return false;
        }
        var isFactory = unit.getModifiers().contains(JavaModifier.STATIC)
                && unit.getRawReturnType().equals(unit.getOwner());
        return isFactory || unit instanceof JavaConstructor;
    }
}
