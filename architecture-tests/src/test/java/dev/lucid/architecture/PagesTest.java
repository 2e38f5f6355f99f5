package dev.lucid.architecture;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages point at is there. */
class PagesTest {
    private static final Pattern LINK =
            Pattern.compile("(?m)(?:\\[[^\\]]*]\\(|^\\[\\w+]: )([^)#\\s]+)(#[^)]*)?(?:\\)|$)");

    /** In code font: a type's name, perhaps with a member's or an inner type's. */
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z][A-Za-z0-9]*)(?:\\.([A-Za-z]\\w*))?(?:\\(\\))?`");

    private static final Pattern JAVA = Pattern.compile("(?s)\n```java\n(.*?)\n```\n");
    private static final Pattern TAGGED = Pattern.compile("(?s)// tag::[\\w-]+\\[]\n(.*?)\n *// end::");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|record|enum) (\\w+)");

    /** The JDK's and Maven's, which the pages name too. */
    private static final Set<String> FOREIGN = Set.of(
            "Optional",
            "Instant",
            "InstantSource",
            "RandomGenerator",
            "IllegalArgumentException",
            "IllegalStateException",
            "Origin",
            "Host");

    /** Kinds of names that the pages speak about. */
    private static final Set<String> SPOKEN_OF =
            Set.of("Impl", "Manager", "Util", "Service", "Helper", "Outcome", "Command");

    @Test
    void linksLeadSomewhere() {
        assertThat(Sources.documents())
                .isNotEmpty()
                .allSatisfy(page -> found(LINK, page)
                        .map(link -> link.group(1))
                        .filter(target -> !target.matches("[a-z]+:.*"))
                        .forEach(target -> assertThat(Files.exists(page.resolveSibling(target)))
                                .as("%s links to %s", page, target)
                                .isTrue()));
    }

    @Test
    void typesAndMembersExist() {
        var declared = Sources.all().stream()
                .flatMap(file -> found(DECLARATION, file))
                .map(type -> type.group(1))
                .collect(toSet());
        var code = Sources.all().stream().map(Sources::text).collect(joining("\n"));

        // The names on the wire are no types; a test of the wire's own holds that page.
        assertThat(Sources.documents().stream().filter(page -> !page.endsWith("docs/wire.md")))
                .isNotEmpty()
                .allSatisfy(page -> found(TYPE, page)
                        .filter(name -> !FOREIGN.contains(name.group(1)) && !SPOKEN_OF.contains(name.group(1)))
                        .forEach(name -> {
                            assertThat(declared)
                                    .as("%s names %s", page, name.group())
                                    .contains(name.group(1));
                            if (name.group(2) != null) {
                                assertThat(code).containsPattern("\\b" + name.group(2) + "\\b");
                            }
                        }));
    }

    /** So it compiles, and the examples' test runs it. */
    @Test
    void javaOnThePagesIsThatOfTheExamples() {
        var shown = Sources.below(Tree.checkout().resolve("examples/src/main/java"), "glob:**.java").stream()
                .flatMap(file -> found(TAGGED, file))
                .map(part -> part.group(1).stripIndent().strip())
                .collect(toSet());

        assertThat(Sources.documents().stream().flatMap(page -> found(JAVA, page)))
                .isNotEmpty();
        assertThat(Sources.documents())
                .allSatisfy(page -> assertThat(shown)
                        .as("%s", page)
                        .containsAll(found(JAVA, page)
                                .map(block -> block.group(1).strip())
                                .toList()));
    }

    /** A decision that nothing would notice being broken says so. */
    @Test
    void everyDecisionSaysWhatConfirmsIt() {
        var decisions = Sources.below(Tree.checkout().resolve("docs/decisions"), "glob:**.md");

        assertThat(decisions)
                .hasSizeGreaterThan(5)
                .allSatisfy(page -> assertThat(Sources.text(page))
                        .containsPattern("(?m)^# \\d+\\. ")
                        .contains("**Context.**", "**Outcome.**", "**Consequences.**", "**Confirmation.**"));
    }

    private static Stream<MatchResult> found(Pattern pattern, Path file) {
        return pattern.matcher(Sources.text(file)).results();
    }
}
