package dev.lucid.app;

import dev.lucid.cli.render.Terminal;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the program's own standard streams are. */
final class Tty {
    private static final int USUAL_WIDTH = 80;

    private Tty() {}

    /** Whether that stream, 0 to 2, is a terminal. */
    static boolean isTerminal(int stream) {
        try {
            var target =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException _) {
            // No /proc here: the JDK knows only whether both streams of a conversation are terminals.
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
        }
    }

    /** What standard output can do. */
    static Terminal output(Map<String, String> environment) {
        return isTerminal(1) ? Terminal.screen(environment, width(environment)) : Terminal.none();
    }

    /** What a person types after the prompt, without seeing it; empty where no person is. */
    static Optional<String> askHidden(String prompt) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .flatMap(console -> Optional.ofNullable(console.readPassword("%s", prompt)))
                .map(String::new);
    }

    private static int width(Map<String, String> environment) {
        var told = environment.getOrDefault("COLUMNS", "");

        return told.matches("\\d{1,4}") ? Integer.parseInt(told) : measured();
    }

    private static int measured() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(Redirect.DISCARD)
                    .start();
            var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (stty.waitFor(1, TimeUnit.SECONDS) && size.matches("\\d+ \\d{1,4}")) {
                var columns = Integer.parseInt(size.substring(size.indexOf(' ') + 1));
                return columns > 0 ? columns : USUAL_WIDTH;
            }
        } catch (IOException _) {
            // No stty: the usual width will do.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }

        return USUAL_WIDTH;
    }
}
