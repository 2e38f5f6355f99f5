package dev.lucid.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.port.PortFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs of the machine that this needs: git of 2.39 or newer, and where they exist {@code setsid} and
 * {@code kill}, without which a run of git ends process by process instead of as a group.
 */
public record GitPrograms(Path git, Optional<Path> setsid, Optional<Path> kill, String searchPath) {
    private static final Pattern VERSION = Pattern.compile("git version (\\d+)\\.(\\d+)");
    private static final int NEEDED_MAJOR = 2;
    private static final int NEEDED_MINOR = 39;
    private static final int PROBE_SECONDS = 10;

    /**
     * Finds them in the folders of a {@code PATH}, and asks git for its version.
     *
     * @throws PortFailure.Permanent where git is missing or too old, saying what to install
     */
    public static GitPrograms find(String searchPath) {
        Path git = program("git", searchPath)
                .orElseThrow(() -> new PortFailure.Permanent(
                        "Looked for git on the PATH and found none. Install git 2.39 or newer (Debian: apt-get install"
                                + " git)."));
        requireVersion(git);

        return new GitPrograms(git, program("setsid", searchPath), program("kill", searchPath), searchPath);
    }

    /** The command line that starts git at the head of a process group of its own. */
    List<String> commandLine(List<String> arguments) {
        return Stream.of(setsid.stream().map(Path::toString), Stream.of(git.toString()), arguments.stream())
                .flatMap(words -> words)
                .toList();
    }

    private static Optional<Path> program(String name, String searchPath) {
        return Stream.of(searchPath.split(Pattern.quote(File.pathSeparator)))
                .filter(folder -> folder.startsWith(File.separator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static void requireVersion(Path git) {
        String said = version(git);
        Matcher matcher = VERSION.matcher(said);
        if (!matcher.find()) {
            throw new PortFailure.Permanent("Asked " + git + " for its version; it said: " + said.strip());
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        if (major < NEEDED_MAJOR || (major == NEEDED_MAJOR && minor < NEEDED_MINOR)) {
            throw new PortFailure.Permanent(
                    "Found " + said.strip() + " at " + git + ", which is too old: install 2.39 or" + " newer.");
        }
    }

    private static String version(Path git) {
        try {
            Process process = new ProcessBuilder(git.toString(), "version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "nothing within " + PROBE_SECONDS + " seconds";
            }
            return new String(process.getInputStream().readNBytes(1_000), UTF_8);
        } catch (IOException e) {
            throw new PortFailure.Permanent("Starting " + git + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("asking git for its version", e);
        }
    }
}
