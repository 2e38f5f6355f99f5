package dev.lucid.architecture;

import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree of packages that the rules are run over: Lucid itself, or the seeded violations. Its layers have the same names
 * in both, below another root.
 */
record Tree(String root, JavaClasses production, JavaClasses tests) {
    /** Modules whose packages implement the ports with some technology, by package. */
    static final List<String> ADAPTERS =
            List.of("memory", "postgres", "local", "docker", "llm", "githost", "egress", "javalin", "cli");

    /** All of Lucid's packages right below the root. */
    static final List<String> LAYERS =
            all("domain", "port", "application", "sandbox", "testkit", "app", "examples", "benchmarks");

    private static final String TESTS = "test-classes";

    /** What Lucid's modules were compiled to. */
    static Tree lucid() {
        var production = new ClassFileImporter()
                .withImportOption(location -> !location.contains(TESTS))
                .importPackages("dev.lucid");
        return new Tree("dev.lucid", production, new ClassFileImporter().importPaths(testClasses()));
    }

    /** The violations. */
    static Tree seeded() {
        var seeds = new ClassFileImporter().importPackages("seeded");
        return new Tree("seeded", seeds, seeds);
    }

    /** A pattern for a layer and all below it. */
    String layer(String name) {
        return root + "." + name + "..";
    }

    String[] layers(List<String> names) {
        return names.stream().map(this::layer).toArray(String[]::new);
    }

    String[] adapters() {
        return layers(ADAPTERS);
    }

    /** A regular expression for names of classes in these layers. */
    String named(List<String> layers) {
        return layers.stream().collect(joining("|", root.replace(".", "\\.") + "\\.(", ")\\..*"));
    }

    /** The directory of the checkout. */
    static Path checkout() {
        var given = System.getProperty("lucid.checkout");
        if (given == null) {
            throw new IllegalStateException("lucid.checkout is not set; the build sets it");
        }
        return Path.of(given);
    }

    private static List<Path> testClasses() {
        var found = new ArrayList<Path>();
        try (var modules = Files.newDirectoryStream(checkout(), Files::isDirectory)) {
            for (var module : modules) {
                var classes = module.resolve(System.getProperty("lucid.target", "target"))
                        .resolve(TESTS);
                if (Files.isDirectory(classes)) {
                    found.add(classes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the modules in " + checkout(), e);
        }
        return found;
    }

    private static List<String> all(String... others) {
        var layers = new ArrayList<>(List.of(others));
        layers.addAll(ADAPTERS);
        return List.copyOf(layers);
    }
}
