package dev.lucid.sandbox;

import dev.lucid.domain.workspace.Command;
import java.nio.charset.StandardCharsets;

/**
 * What a waiting shell is told, so that it runs one command: it says who it is, gives up the pipe that it listens on, and
 * runs the script in itself. The script finds no variable of ours and no argument.
 */
final class ShellProgram {
    /** A program that is no longer fits into an empty pipe, so writing it never waits for the shell. */
    static final int MAX_INLINE = 48 * 1024;

    private ShellProgram() {}

    /** The program for a script that is small enough to be a part of it. */
    static byte[] inline(Command command, String nonce, int serial) {
        var script = "S=" + quoted(command.script()) + "\n";

        return (command.background()
                        ? script + open(nonce) + background("sh -c \"$1\"", "\"$S\"", serial)
                        : script + open(nonce) + "eval \"unset S\n$S\"; exit\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The program for a script that lies in a file. */
    static byte[] fromFile(Command command, String nonce, int serial, String file) {
        return (open(nonce)
                        + (command.background()
                                ? background("sh \"$1\"", quoted(file), serial)
                                : ". " + quoted(file) + "; exit\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The script itself, without what no script can hold. */
    static byte[] bytes(Command command) {
        return command.script().replace("\0", "").getBytes(StandardCharsets.UTF_8);
    }

    private static String open(String nonce) {
        return "exec </dev/null 2>&1; printf '\\036" + nonce + " S %s\\n' \"$$\"; ";
    }

    /** The substitution returns when the process has its own session and its own output: then nothing ends it with us. */
    private static String background(String runner, String argument, int serial) {
        return "L=\"$HOME/background-" + serial + ".log\"; P=$(setsid sh -c 'echo \"$$\"; exec " + runner
                + " >\"$2\" 2>&1' sh " + argument + " \"$L\" &); "
                + "printf 'Started in the background as process %s. Its output goes to %s\\n' \"$P\" \"$L\"; exit 0\n";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\0", "").replace("'", "'\\''") + "'";
    }
}
