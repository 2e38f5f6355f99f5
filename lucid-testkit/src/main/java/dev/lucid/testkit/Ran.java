package dev.lucid.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.workspace.Sandbox;
import java.time.Duration;

/** A command that has ended, and all it said. */
public record Ran(CommandEnd end, String output) {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    public Ran {
        requireNonNull(end, "end");
        requireNonNull(output, "output");
    }

    /** A command with time enough. */
    public static Command command(String script) {
        return new Command(script, LONG_ENOUGH, false);
    }

    /** Runs a script to its end. */
    public static Ran in(Sandbox sandbox, String script) {
        return in(sandbox, command(script));
    }

    /** Runs a command to its end. */
    public static Ran in(Sandbox sandbox, Command command) {
        var output = new StringBuilder();
        var end = sandbox.run(command, output::append, new RaisableStop());

        return new Ran(end, output.toString());
    }

    /** What a script says that must succeed. */
    public static String outputOf(Sandbox sandbox, String script) {
        var ran = in(sandbox, script);
        assertThat(ran.end()).as(ran.output()).isEqualTo(new CommandEnd.Exited(0));

        return ran.output();
    }

    /**
     * Sees to it that the processes whose ids these files hold are gone, or will be in a moment: whoever is the parent of
     * the dead may take some time to hear of it. A sandbox that was made anew counts its processes anew, so its own shells
     * may have these ids now.
     */
    public static void assertGone(Sandbox sandbox, String... files) {
        var alive = "session() { read -r a b c d e s rest <\"/proc/$1/stat\" && echo $s; }; own=$(session $PPID); "
                + "for p in $(cat " + String.join(" ", files) + "); do kill -0 $p 2>/dev/null && [ $p != $$ ] && "
                + "[ \"$(session $p)\" != \"$own\" ] && echo $p; done; true";
        await().untilAsserted(() -> assertThat(outputOf(sandbox, alive)).isEmpty());
    }
}
