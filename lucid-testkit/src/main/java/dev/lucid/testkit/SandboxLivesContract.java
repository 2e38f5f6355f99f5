package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.command;
import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd.Exited;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxAbility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sandboxes promise from their opening to their end. A part of {@link SandboxesContract}. */
public interface SandboxLivesContract extends SandboxUnderTest {
    @Test
    default void workspaceOutlivesItsSandbox() {
        var spec = newSession();
        try (var sandbox = sandboxes().open(spec)) {
            outputOf(sandbox, "mkdir d; echo kept > d/file; chmod +x d/file");
        }
        try (var sandbox = sandboxes().open(spec)) {
            assertThat(outputOf(sandbox, "cat d/file; test -x d/file && echo runs"))
                    .isEqualTo("kept\nruns\n");
        }
        try (var sandbox = othersOnTheSameWorkspaces().open(spec)) {
            assertThat(outputOf(sandbox, "cat d/file")).isEqualTo("kept\n");
        }
    }

    @Test
    default void closeEndsWhatRuns() throws Exception {
        var spec = newSession();
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var sandbox = sandboxes().open(spec);
            outputOf(sandbox, "true");
            Ran.in(sandbox, new Command("echo $$ > background; exec sleep 1000", Duration.ofSeconds(9), true));
            Future<?> running = thread.submit(() -> Ran.in(sandbox, "echo $$ > running; exec sleep 1000"));
            await().until(() -> sandbox.read(WorkspacePath.of("running"), 9).isPresent());
            sandbox.close();
            sandbox.close();
            await().until(running::isDone);

            assertThatThrownBy(() -> Ran.in(sandbox, "true"))
                    .isInstanceOf(PortFailure.Permanent.class)
                    .hasMessageContaining(spec.session().toString());
        }
        try (var again = sandboxes().open(spec)) {
            Ran.assertGone(again, "background", "running");
        }
    }

    @Test
    default void whoOpensASessionAnewKillsWhatItsLastOwnerLeft() throws Exception {
        var spec = newSession();
        try (var thread = Executors.newVirtualThreadPerTaskExecutor();
                var lost = sandboxes().open(spec)) {
            Ran.in(
                    lost,
                    new Command(
                            "echo $$ > background; while :; do echo x >> beats; sleep 0.01; done",
                            Duration.ofSeconds(9),
                            true));
            Future<?> running =
                    thread.submit(() -> Ran.in(lost, "(setsid sleep 1000 &); echo $$ > running; exec sleep 1000"));
            await().until(() -> lost.read(WorkspacePath.of("running"), 9).isPresent());
            try (var taken = othersOnTheSameWorkspaces().open(spec)) {
                Ran.assertGone(taken, "background", "running");
                await().until(running::isDone);
                assertThat(outputOf(taken, "echo well")).isEqualTo("well\n");
            }
        }
    }

    @Test
    default void twoWhoOpenTheSameSessionHereShareIt() {
        var spec = newSession();
        try (var first = sandboxes().open(spec)) {
            Ran.in(first, new Command("echo $$ > pid; exec sleep 1000", Duration.ofSeconds(9), true));
            try (var second = sandboxes().open(spec)) {
                outputOf(second, "until [ -s pid ]; do sleep 0.01; done");
            }
            assertThat(outputOf(first, "kill -0 $(cat pid) && echo alive")).isEqualTo("alive\n");
        }
    }

    @Test
    default void discardedSessionLeavesNothing(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("file"), "kept");
        var spec = newSession();
        try (var sandbox = sandboxes().open(spec)) {
            outputOf(
                    sandbox,
                    "ln -s '" + outside + "' link; ln -s '" + outside
                            + "/file' f; mkdir -p locked/in; touch locked/in/x; chmod 0 locked/in; chmod 500 locked; mkfifo p; "
                            + "i=0; while [ $i -lt 700 ]; do mkdir deeper; cd -P deeper 2>/dev/null || break; i=$((i+1)); done; true");
        }
        sandboxes().discard(spec);
        sandboxes().discard(spec);

        assertThat(outside.resolve("file")).hasContent("kept");
        try (var sandbox = sandboxes().open(spec)) {
            assertThat(sandbox.list(WorkspacePath.ROOT, 9, 9)).isEmpty();
            assertThat(outputOf(sandbox, "ls -A")).isEmpty();
        }
    }

    @Test
    default void sessionsDoNotDisturbEachOther() {
        try (var one = sandboxes().open(newSession());
                var other = sandboxes().open(newSession())) {
            one.write(WorkspacePath.of("file"), "one".getBytes(UTF_8));
            other.write(WorkspacePath.of("file"), "other".getBytes(UTF_8));
            one.killAll();

            assertThat(outputOf(one, "cat file")).isEqualTo("one");
            assertThat(outputOf(other, "cat file")).isEqualTo("other");
        }
    }

    @Test
    default void abilitiesAreAllThatIsNotLacking() {
        assertThat(sandboxes().abilities())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(
                        lacks().isEmpty() ? EnumSet.noneOf(SandboxAbility.class) : EnumSet.copyOf(lacks())));
        assertThat(sandboxes().confinement().confined()).isEqualTo(confines());
        assertThat(sandboxes().confinement().words()).isNotBlank();
    }

    @Test
    default void confinedCommandsSeeNothingOfTheHost(@TempDir Path outside) throws IOException {
        if (!confines()) {
            assertThat(sandboxes().confinement().words()).contains("unconfined");
            return;
        }
        var decoy = Files.writeString(outside.resolve("file"), "secret");
        try (var sandbox = sandboxes().open(newSession());
                var neighbour = sandboxes().open(newSession())) {
            neighbour.write(WorkspacePath.of("neighbours-own"), new byte[0]);
            for (var path : new String[] {decoy.toString(), System.getProperty("user.home") + "/."}) {
                assertThat(Ran.in(sandbox, "cat '" + path + "' || ls '" + path + "'")
                                .end())
                        .as(path)
                        .isNotEqualTo(new Exited(0));
            }
            assertThat(outputOf(sandbox, "find / -name neighbours-own 2>/dev/null; true"))
                    .isEmpty();
            assertThat(outputOf(sandbox, "id -u")).isNotEqualTo("0\n");
            var all = sandbox.run(command("touch /usr/x || touch /bin/x || touch /etc/x"), _ -> {}, new RaisableStop());
            assertThat(all).isNotEqualTo(new Exited(0));
        }
    }
}
