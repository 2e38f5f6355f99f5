package dev.lucid.examples;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One session's commands: each a process of its own, which leads a process group of its own. Safe for many threads. */
final class FolderSandbox {
    private static final int PIECE = 1 << 16; // as much as a pipe holds

    /**
     * A shell that leads the group and stands between the script and this program, which would otherwise be the script's
     * parent. What it says itself, such as "Killed", is nobody's output.
     */
    private static final String AROUND =
            "umask 022; exec 3>&2 2>/dev/null; sh -c '. \"$LUCID_SCRIPT\"' sh 2>&3 3>&-; exit $?";

    private final Path workspace;
    private final Path scripts;
    private final String mark;
    private volatile int kills;

    /** Processes carry {@code mark} in their environment, and are found by it. */
    FolderSandbox(Path workspace, Path scripts, String mark) {
        this.workspace = workspace;
        this.scripts = scripts;
        this.mark = mark;
    }

    CommandEnd run(Command command, CommandOutput output, StopSignal stop) throws IOException, InterruptedException {
        if (stop.raised()) {
            return new CommandEnd.Stopped();
        }
        int before = kills;
        var script = Files.writeString(scripts.resolve(UUID.randomUUID() + ".sh"), command.script());
        if (command.background()) {
            var log = script.resolveSibling(script.getFileName() + ".log");
            var process = start(script, ProcessBuilder.Redirect.to(log.toFile()));
            output.text("Started in the background as process " + process.pid() + ", its output goes to " + log + "\n");
            return new CommandEnd.Exited(0);
        }
        var process = start(script, ProcessBuilder.Redirect.PIPE);
        try {
            return follow(process, command.limit(), new Pieces(process.getInputStream(), output), stop, before);
        } finally {
            killGroup(process);
            Files.deleteIfExists(script);
        }
    }

    private Process start(Path script, ProcessBuilder.Redirect output) throws IOException {
        var builder = new ProcessBuilder("setsid", "sh", "-c", AROUND)
                .directory(workspace.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output);
        builder.environment().clear(); // nothing of the server's
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("HOME", workspace.toString());
        builder.environment().put("LUCID_SESSION", mark);
        builder.environment().put("LUCID_SCRIPT", script.toString());

        return builder.start();
    }

    private CommandEnd follow(Process process, Duration limit, Pieces pieces, StopSignal stop, int before)
            throws IOException, InterruptedException {
        var began = System.nanoTime();
        while (!process.waitFor(1, TimeUnit.MILLISECONDS)) {
            pieces.pass(); // and as long as that waits for its listener, the command waits too: its pipe is full
            if (stop.raised() || kills != before) {
                return new CommandEnd.Stopped();
            }
            if (System.nanoTime() - began > limit.toNanos()) {
                return new CommandEnd.TimedOut();
            }
        }
        killGroup(process); // what it left would write on
        while (pieces.pass()) {}
        pieces.end();

        return kills == before ? new CommandEnd.Exited(process.exitValue()) : new CommandEnd.Stopped();
    }

    private static void killGroup(Process leader) throws IOException, InterruptedException {
        shell("kill -s KILL -- -" + leader.pid() + " 2>/dev/null");
    }

    /** Kills whatever carries the session's mark, over and over until nothing does: it may be multiplying. */
    void killAll() throws IOException, InterruptedException {
        synchronized (this) {
            kills++;
        }
        var pattern = "LUCID_SESSION=" + mark;
        shell("""
                while found=$(grep -lsF %s /proc/[0-9]*/environ); [ -n "$found" ]; do
                    for file in $found; do pid=${file#/proc/}; kill -s KILL "${pid%%/environ}"; done
                done 2>/dev/null
                """.formatted(pattern));
    }

    static void shell(String script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new PortFailure.Transient("Ending or removing what a session left took too long. Try again.");
        }
    }

    /** Reads text from bytes that are cut anywhere; what is no UTF-8 becomes U+FFFD. */
    private static final class Pieces {
        private final InputStream in;
        private final CommandOutput output;
        private final ByteBuffer bytes = ByteBuffer.allocate(PIECE + 4);
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);

        Pieces(InputStream in, CommandOutput output) {
            this.in = in;
            this.output = output;
        }

        /** Passes on what is there, if anything is; waits for nothing. */
        boolean pass() throws IOException {
            int count = in.readNBytes(bytes.array(), bytes.position(), Math.min(in.available(), PIECE));
            bytes.position(bytes.position() + count);
            decode(false);

            return count > 0;
        }

        void end() {
            decode(true);
        }

        private void decode(boolean last) {
            var text = CharBuffer.allocate(bytes.position() + 1);
            decoder.decode(bytes.flip(), text, last);
            bytes.compact();
            if (text.flip().hasRemaining()) {
                output.text(text.toString());
            }
        }
    }
}
