package dev.lucid.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;

/** Who may look past a user's own rows. */
final class TenancyRules {
    /**
     * Whoever joins this list acts as Lucid itself, for everybody: the log, leases, recovery, notices, owners,
     * who users are, and which key things lie under.
     */
    private static final List<String> ACTING_AS_LUCID = List.of(
            "ChatCreation",
            "NoticeReceiver",
            "PostgresChats",
            "PostgresEventLog",
            "PostgresIntegrations",
            "PostgresLeases",
            "PostgresSessionDrafts",
            "PostgresSessionRecords",
            "PostgresSessions",
            "PostgresStore",
            "PostgresTickets",
            "PostgresUsers",
            "Rekeying",
            "Settling",
            "Transactions");

    private TenancyRules() {}

    static Map<String, ArchRule> of(Tree tree) {
        return Map.of(
                "onlyTheListedActAsLucid", onlyTheListedActAsLucid(tree),
                "everyStatementHasARole", everyStatementHasARole(tree));
    }

    private static ArchRule onlyTheListedActAsLucid(Tree tree) {
        return noClasses()
                .that()
                .resideInAPackage(tree.layer("postgres"))
                .and()
                .haveNameNotMatching(listed(tree, ACTING_AS_LUCID))
                .should()
                .callMethodWhere(target(owner(nameMatching(".*\\.postgres\\.Transactions")))
                        .and(target(nameMatching("asLucid|onceAsLucid|beLucid"))));
    }

    /** {@code Transactions} sets the role in every transaction; a handle from elsewhere has none. */
    private static ArchRule everyStatementHasARole(Tree tree) {
        return noClasses()
                .that()
                .resideInAPackage(tree.layer("postgres"))
                .and()
                .haveNameNotMatching(listed(tree, List.of("Transactions")))
                .should()
                .callMethodWhere(target(owner(nameMatching("org\\.jdbi\\.v3\\.core\\.Jdbi")))
                        .and(target(nameMatching("(with|use|in)(Handle|Transaction|Extension)|open|onDemand"))));
    }

    private static String listed(Tree tree, List<String> classes) {
        return classes.stream().collect(joining("|", tree.root().replace(".", "\\.") + "\\.postgres\\.(", ")(\\$.*)?"));
    }
}
