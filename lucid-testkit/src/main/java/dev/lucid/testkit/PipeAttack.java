package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.outputOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.workspace.Sandbox;

/**
 * A process in a sandbox that stops all others there and fills every pipe that they would read from, so that whoever talks
 * to them from outside is held up. It needs perl there, and outlives the command that left it behind.
 */
public final class PipeAttack {
    private static final WorkspacePath GO = WorkspacePath.of("go");
    private static final WorkspacePath FULL = WorkspacePath.of("full");

    /** 2049 is for writing, without waiting. */
    private static final String SCRIPT = """
            cat >attack.pl <<'PERL'
            mkdir "ready";
            select undef, undef, undef, .01 until -e "go";
            my (@others, @held);
            for (1 .. 30) { # one that is just starting is only found a little later
                opendir my $folder, "/proc";
                @others = grep { /^\\d+$/ && $_ != $$ && -p "/proc/$_/fd/0" } readdir $folder;
                kill "STOP", @others;
                select undef, undef, undef, .01;
            }
            for (@others) {
                sysopen my $pipe, "/proc/$_/fd/0", 2049 or next;
                push @held, $pipe;
                for my $size (65536, 4096, 1) { 1 while syswrite $pipe, "x" x $size }
            }
            mkdir "full";
            sleep 1000;
            PERL
            setsid perl attack.pl </dev/null >/dev/null 2>&1 &
            until [ -e ready ]; do sleep 0.01; done
            """;

    private PipeAttack() {}

    /** Leaves the process there. It waits. */
    public static void prepare(Sandbox sandbox) {
        outputOf(sandbox, SCRIPT);
    }

    /** Lets it begin, and returns when all pipes are full. */
    public static void begin(Sandbox sandbox) {
        sandbox.write(GO, "now".getBytes(UTF_8));
        await().until(() -> sandbox.list(WorkspacePath.ROOT, 1, 100).stream()
                .anyMatch(entry -> entry.path().equals(FULL)));
    }
}
