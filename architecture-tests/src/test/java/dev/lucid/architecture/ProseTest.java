package dev.lucid.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is written for people is there, and speaks of Lucid alone. */
class ProseTest {
    private static final Pattern FIRST_SENTENCE = Pattern.compile("/\\*\\*\\s+(\\* )?\\p{Lu}[^@]*?[.:](\\s|$)");

    /** The workplace, trackers and registries come and go; the page stays. */
    private static final Pattern FOREIGN = Pattern.compile(
            "shared/|/work/|\\bissues? #?\\d|(?<![\\w&])#\\d+\\b|repo1?\\.maven\\.|registry\\.npm|\\bSTYLE\\.md|\\bDESIGN\\.md|\\bDECISIONS\\.md|\\bJAVA-NOTES");

    private static final Pattern SEALED = Pattern.compile(
            "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(public )?(?:abstract )?sealed (?:interface|class) (\\w+)", Pattern.DOTALL);

    @Test
    void everyPackageSaysWhatItIs() {
        var packages = Sources.main().stream()
                .filter(file -> !file.getFileName().toString().equals("module-info.java"))
                .map(Path::getParent)
                .collect(toSet());

        assertThat(packages).hasSizeGreaterThan(20).allSatisfy(directory -> {
            var info = directory.resolve("package-info.java");
            assertThat(info).exists();
            assertThat(Sources.text(info)).containsPattern(FIRST_SENTENCE);
        });
    }

    @Test
    void everyModuleSaysWhatItIs() {
        var modules = Sources.main().stream()
                .filter(file -> file.getFileName().toString().equals("module-info.java"))
                .toList();

        assertThat(modules)
                .hasSize(3)
                .allSatisfy(module -> assertThat(Sources.text(module)).containsPattern(FIRST_SENTENCE));
    }

    @Test
    void pagesSpeakOfLucidAlone() {
        assertThat(Sources.documents()).isNotEmpty();
        assertThat(foreign(Sources.documents())).isEmpty();
    }

    @Test
    void sourcesSpeakOfLucidAlone() {
        var sources = Sources.all().stream()
                .filter(file -> !file.endsWith("ProseTest.java"))
                .toList();

        assertThat(sources).hasSizeGreaterThan(100);
        assertThat(foreign(sources)).isEmpty();
    }

    @Test
    void scriptsBuildsAndMigrationsSpeakOfLucidAlone() {
        assertThat(Sources.scripts().stream()
                        .map(file -> Tree.checkout().relativize(file).toString()))
                .contains("check", "lucid", "build/jdk", "pom.xml", "lucid-app/pom.xml")
                .anyMatch(name -> name.endsWith(".sql"))
                .anyMatch(name -> name.endsWith(".sh"))
                .anyMatch(name -> name.endsWith(".yaml"));
        assertThat(foreign(Sources.scripts())).isEmpty();
    }

    /** Whoever writes a switch over it wants to know. */
    @Test
    void everySealedTypeSaysWhetherItGrows() {
        var promises = Sources.main().stream()
                .filter(file -> file.toString().matches(".*/dev/lucid/(domain|port)/.*"))
                .flatMap(file -> SEALED.matcher(Sources.text(file)).results())
                .toList();

        assertThat(promises)
                .hasSizeGreaterThan(10)
                .allSatisfy(type -> assertThat(type.group(1))
                        .as(type.group(3))
                        .containsPattern("Closed for\\s+(\\* )?ever|Grows in minor\\s+(\\* )?versions|immortal"));
    }

    private static Stream<String> foreign(List<Path> files) {
        return files.stream()
                .flatMap(file -> Sources.text(file)
                        .lines()
                        .filter(FOREIGN.asPredicate())
                        .map(line -> Tree.checkout().relativize(file) + ": " + line.strip()));
    }
}
