package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.command;
import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.CommandEnd.Exited;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxAbility;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a sandbox promises of how commands end. A part of {@link SandboxesContract}. */
public interface SandboxEndsContract extends SandboxUnderTest {
    /** Starts a family in the command's group that would not end by itself, and writes down who they are. */
    String FAMILY =
            "trap '' TERM HUP INT; (trap '' TERM; sh -c 'echo $$ > grandchild; exec sleep 1000' & sleep 1000) & "
                    + "echo $$ > leader; until [ -s grandchild ]; do sleep 0.01; done; echo ready; ";

    @Test
    default void timeLimitKillsTheWholeGroup() {
        try (var sandbox = sandboxes().open(newSession())) {
            outputOf(sandbox, "true");
            var ran = new Ran(new CommandEnd.Stopped(), "");
            // A busy machine may need longer to bring the family up; then it gets longer.
            for (var seconds = 1; seconds <= 27 && ran.output().isEmpty(); seconds *= 3) {
                ran = Ran.in(sandbox, new Command(FAMILY + "sleep 1000", Duration.ofSeconds(seconds), false));
            }

            assertThat(ran).isEqualTo(new Ran(new CommandEnd.TimedOut(), "ready\n"));
            Ran.assertGone(sandbox, "leader", "grandchild");
        }
    }

    @Test
    default void stopKillsTheWholeGroup() {
        try (var sandbox = sandboxes().open(newSession())) {
            var stop = new RaisableStop();
            var output = new StringBuilder();
            var end = sandbox.run(
                    command(FAMILY + "while :; do :; done"),
                    piece -> {
                        output.append(piece);
                        stop.raise();
                    },
                    stop);

            assertThat(end).isEqualTo(new CommandEnd.Stopped());
            assertThat(output).hasToString("ready\n");
            Ran.assertGone(sandbox, "leader", "grandchild");
        }
    }

    @Test
    default void stopEndsAFlood() {
        try (var sandbox = sandboxes().open(newSession())) {
            var stop = new RaisableStop();

            assertThat(sandbox.run(command("while :; do echo flood; done"), _ -> stop.raise(), stop))
                    .isEqualTo(new CommandEnd.Stopped());
            assertThat(outputOf(sandbox, "echo calm")).isEqualTo("calm\n");
        }
    }

    @Test
    default void nothingRunsOnceTheStopWasRaised() {
        try (var sandbox = sandboxes().open(newSession())) {
            var stop = new RaisableStop();
            stop.raise();

            assertThat(sandbox.run(command("touch ran"), _ -> {}, stop)).isEqualTo(new CommandEnd.Stopped());
            assertThat(outputOf(sandbox, "ls")).isEmpty();
        }
    }

    @Test
    default void whatACommandLeavesInItsGroupDiesWithIt() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThat(Ran.in(sandbox, FAMILY + "exit 7")).isEqualTo(new Ran(new Exited(7), "ready\n"));
            Ran.assertGone(sandbox, "leader", "grandchild");
        }
    }

    @Test
    default void commandEndsWithItsScriptThoughADaemonHoldsItsOutput() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThat(
                            outputOf(
                                    sandbox,
                                    "setsid sh -c 'echo $$ > daemon; exec sleep 1000' & until [ -s daemon ]; do sleep 0.01; done; echo done"))
                    .isEqualTo("done\n");
            assertThat(outputOf(sandbox, "echo next; kill -9 $(cat daemon)")).isEqualTo("next\n");
        }
    }

    @Test
    default void backgroundCommandGoesOnAndSaysWhereItsOutputGoes() {
        try (var sandbox = sandboxes().open(newSession())) {
            var script =
                    "echo $$ > background; echo 'it''s up'; until [ -e go ]; do sleep 0.01; done; echo went; exec sleep 1000";
            var ran = Ran.in(sandbox, new Command(script, Duration.ofSeconds(10), true));

            assertThat(ran.end()).isEqualTo(new Exited(0));
            assertThat(ran.output())
                    .startsWith("Started in the background as process ")
                    .contains(".log");
            var log = ran.output().replaceAll("(?s).* (/\\S+\\.log)\\s*", "$1");
            outputOf(sandbox, "until [ -s background ]; do sleep 0.01; done; touch go");
            await().untilAsserted(
                            () -> assertThat(outputOf(sandbox, "cat " + log)).isEqualTo("its up\nwent\n"));
            assertThat(outputOf(sandbox, "kill -0 $(cat background) && echo alive"))
                    .isEqualTo("alive\n");
            sandbox.killAll();
            Ran.assertGone(sandbox, "background");
        }
    }

    @Test
    default void killAllEndsWhatRuns() throws Exception {
        try (var sandbox = sandboxes().open(newSession());
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Ran> running = thread.submit(() -> Ran.in(sandbox, FAMILY + "sleep 1000"));
            await().until(() ->
                    !outputOf(sandbox, "cat grandchild 2>/dev/null || true").isEmpty());
            sandbox.killAll();

            assertThat(running.get().end()).isEqualTo(new CommandEnd.Stopped());
            Ran.assertGone(sandbox, "leader", "grandchild");
        }
    }

    @Test
    default void interruptEndsTheCommand() throws Exception {
        try (var sandbox = sandboxes().open(newSession())) {
            var caller = Thread.currentThread();

            assertThatThrownBy(() ->
                            sandbox.run(command(FAMILY + "sleep 1000"), _ -> caller.interrupt(), new RaisableStop()))
                    .isInstanceOf(PortFailure.Interrupted.class);
            assertThat(Thread.interrupted()).isTrue();
            Ran.assertGone(sandbox, "leader", "grandchild");
        }
    }

    @Test
    default void commandThatKillsTheShellsAroundItEndsAndTheNextOneRuns() {
        try (var sandbox = sandboxes().open(newSession())) {
            for (var rude : new String[] {
                "kill -9 $$", "kill -9 $PPID; sleep 1", "kill -9 -1; sleep 1", "kill -STOP $PPID; exit 3"
            }) {
                if (rude.contains("-1") && !sandboxes().confinement().confined()) {
                    continue; // unconfined, that would be everything its user has
                }
                try {
                    var end = Ran.in(sandbox, new Command(rude, Duration.ofSeconds(2), false))
                            .end();
                    assertThat(end).as(rude).isNotEqualTo(new Exited(0));
                } catch (PortFailure.Transient e) {
                    assertThat(e).as(rude).hasMessageContaining("unknown");
                }
                assertThat(outputOf(sandbox, "echo well")).as("after " + rude).isEqualTo("well\n");
            }
        }
    }

    @Test
    default void greedyCommandIsEndedAlone() {
        if (lacks().contains(SandboxAbility.MEMORY_LIMIT)) {
            assertThat(sandboxes().abilities()).doesNotContain(SandboxAbility.MEMORY_LIMIT);
            return;
        }
        try (var sandbox = sandboxes().open(newSession())) {
            Ran.in(sandbox, new Command("echo $$ > modest; exec sleep 1000", Duration.ofSeconds(10), true));
            var ran = Ran.in(sandbox, "x=$(head -c 600000000 /dev/zero | tr '\\0' x); sleep 1000; true");

            assertThat(ran.end()).isEqualTo(new CommandEnd.OutOfMemory());
            assertThat(outputOf(sandbox, "kill -0 $(cat modest) && echo alive")).isEqualTo("alive\n");
        }
    }
}
