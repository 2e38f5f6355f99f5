package dev.lucid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Each driven port has a contract, and whatever an adapter says it can do, that contract has checked. */
final class ContractRules {
    private ContractRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "everyDrivenPortHasAContract", everyDrivenPortHasAContract(tree),
                "everyImplementationPassesTheContract", everyImplementationPassesTheContract(tree));
    }

    /**
     * A port that no use case implements is one that the world does, and the test kit says what it promises. An interface
     * whose kinds lie beside it is a closed set of values, and no port.
     */
    private static ArchRule everyDrivenPortHasAContract(Tree tree) {
        return classes()
                .that()
                .resideInAPackage(tree.layer("port"))
                .and()
                .areTopLevelClasses()
                .and()
                .areInterfaces()
                .and()
                .doNotHaveSimpleName("package-info")
                .should(Conditions.each(
                        "have a contract in the test kit, or a use case that implements it",
                        port -> isImplementedIn(tree, port, "application")
                                || isImplementedIn(tree, port, "port")
                                || tree.production().contain(contract(tree, port))));
    }

    private static boolean isImplementedIn(Tree tree, JavaClass port, String layer) {
        return port.getAllSubclasses().stream()
                .filter(type -> !type.isInterface() && !type.isAnonymousClass())
                .anyMatch(type -> type.getName().matches(tree.named(List.of(layer))));
    }

    /** An adapter's class that implements a port with a contract: a test beside it inherits that contract. */
    private static ArchRule everyImplementationPassesTheContract(Tree tree) {
        return classes()
                .that()
                .resideInAnyPackage(tree.adapters())
                .and()
                .areTopLevelClasses()
                .and()
                .areNotInterfaces()
                .should(Conditions.each(
                        "have a test that inherits the contract of each port implemented",
                        type -> contracts(tree, type).allMatch(contract -> isInheritedBeside(tree, type, contract))))
                .allowEmptyShould(true);
    }

    private static Stream<String> contracts(Tree tree, JavaClass type) {
        return type.getAllRawInterfaces().stream()
                .filter(port -> port.getName().matches(tree.named(List.of("port"))))
                .map(port -> contract(tree, port))
                .filter(tree.production()::contain);
    }

    private static String contract(Tree tree, JavaClass port) {
        return tree.root() + ".testkit." + port.getSimpleName() + "Contract";
    }

    private static boolean isInheritedBeside(Tree tree, JavaClass type, String contract) {
        return tree.tests().stream()
                .filter(test -> test.getPackageName().equals(type.getPackageName()))
                .anyMatch(test -> test.isAssignableTo(contract));
    }
}
