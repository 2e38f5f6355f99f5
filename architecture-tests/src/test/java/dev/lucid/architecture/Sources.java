package dev.lucid.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The checkout's files, as written. */
final class Sources {
    private Sources() {}

    /** All Java files below the main sources of all modules. */
    static List<Path> main() {
        return below(Tree.checkout(), "glob:**/src/main/java/**.java");
    }

    /** All Java files, tests too, but for the seeds. */
    static List<Path> all() {
        return below(Tree.checkout(), "glob:**/src/*/java/**.java").stream()
                .filter(file -> !file.toString().contains("/seeded/"))
                .toList();
    }

    /** The pages for people. */
    static List<Path> documents() {
        return below(Tree.checkout(), "glob:**.md");
    }

    /** All else that people write: scripts, builds, migrations, settings. */
    static List<Path> scripts() {
        return below(Tree.checkout(), "glob:**{/check,/lucid,/build/*,/.ci/*,/pom.xml,.sql,.sh,.yaml,.yml,.xml,.txt}");
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + file, e);
        }
    }

    /** Files that match, by path; nothing that a build made. */
    static List<Path> below(Path directory, String pattern) {
        var matcher = directory.getFileSystem().getPathMatcher(pattern);
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !directory.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
                    .filter(matcher::matches)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the files in " + directory, e);
        }
    }
}
