package dev.lucid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;

/** Vendor types stop at an adapter's edge; its constructors alone may take them. */
final class EdgeRules {
    private EdgeRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "vendorTypesStayInside", vendorTypesStayInside(tree),
                "nothingMutableIsPublic", nothingMutableIsPublic(tree));
    }

    private static ArchRule vendorTypesStayInside(Tree tree) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(tree.adapters())
                .should(Conditions.each(
                        "speak Lucid's types and the JDK's where other modules see it",
                        method -> !isSeenOutside(method)
                                || overrides(method)
                                || types(method).allMatch(type -> isOurs(tree, type))))
                .allowEmptyShould(true);
    }

    private static ArchRule nothingMutableIsPublic(Tree tree) {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(tree.root() + "..")
                .and()
                .arePublic()
                .should()
                .beFinal();
    }

    private static boolean isSeenOutside(JavaMember member) {
        var owner = member.getOwner();
        return !member.getModifiers().contains(JavaModifier.SYNTHETIC)
                && isOpen(member.getModifiers().contains(JavaModifier.PUBLIC), member)
                && Stream.iterate(
                                owner,
                                type -> type.getEnclosingClass().isPresent(),
                                type -> type.getEnclosingClass().orElseThrow())
                        .allMatch(EdgeRules::isPublic)
                && isPublic(outermost(owner));
    }

    private static boolean isOpen(boolean isPublic, JavaMember member) {
        return isPublic || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(EdgeRules::outermost).orElse(type);
    }

    /** What overrides a vendor's method has the vendor's signature, and nobody but the vendor calls it. */
    private static boolean overrides(JavaMethod method) {
        var parameters =
                method.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        return Stream.concat(
                        method.getOwner().getAllRawSuperclasses().stream(),
                        method.getOwner().getAllRawInterfaces().stream())
                .anyMatch(
                        type -> type.tryGetMethod(method.getName(), parameters).isPresent());
    }

    private static Stream<JavaClass> types(JavaMethod method) {
        return Stream.concat(
                method.getReturnType().getAllInvolvedRawTypes().stream(),
                method.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()));
    }

    private static boolean isOurs(Tree tree, JavaClass type) {
        var base = type.getBaseComponentType();
        return base.isPrimitive()
                || base.getName().startsWith("java.")
                || base.getName().startsWith(tree.root() + ".");
    }
}
