package dev.lucid.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whatever an adapter says it can do, the port's contract has checked. */
final class ContractRules {
    private ContractRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of("everyImplementationPassesTheContract", everyImplementationPassesTheContract(tree));
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
                .map(port -> tree.root() + ".testkit." + port.getSimpleName() + "Contract")
                .filter(tree.production()::contain);
    }

    private static boolean isInheritedBeside(Tree tree, JavaClass type, String contract) {
        return tree.tests().stream()
                .filter(test -> test.getPackageName().equals(type.getPackageName()))
                .anyMatch(test -> test.isAssignableTo(contract));
    }
}
