package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.command;
import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.CommandEnd.Exited;
import dev.lucid.domain.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a sandbox promises of commands and their output. A part of {@link SandboxesContract}. */
public interface SandboxCommandsContract extends SandboxUnderTest {
    @Test
    default void commandRunsInTheWorkspacesRoot() {
        try (var sandbox = sandboxes().open(newSession())) {
            sandbox.write(WorkspacePath.of("a.txt"), "hello".getBytes(StandardCharsets.UTF_8));

            assertThat(outputOf(sandbox, "cat a.txt && echo b > b.txt && ls")).isEqualTo("helloa.txt\nb.txt\n");
        }
    }

    @Test
    default void exitCodeIsTheScriptsOwn() {
        try (var sandbox = sandboxes().open(newSession())) {
            for (int code : new int[] {0, 1, 2, 77, 126, 127, 137, 255}) {
                assertThat(Ran.in(sandbox, "exit " + code)).isEqualTo(new Ran(new Exited(code), ""));
            }
            assertThat(Ran.in(sandbox, "false").end()).isEqualTo(new Exited(1));
            assertThat(Ran.in(sandbox, "sh -c 'kill -TERM $$'").end()).isEqualTo(new Exited(128 + 15));
        }
    }

    @Test
    default void errorsComeWithTheOutputInOrder() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThat(outputOf(sandbox, "echo 1; echo 2 >&2; echo 3; echo 4 >&2"))
                    .isEqualTo("1\n2\n3\n4\n");
        }
    }

    @Test
    default void outputComesBeforeTheEnd() {
        try (var sandbox = sandboxes().open(newSession())) {
            var output = new StringBuilder();
            var end = sandbox.run(
                    command("echo first; until [ -e go ]; do sleep 0.01; done; echo second"),
                    piece -> {
                        output.append(piece);
                        if (output.toString().equals("first\n")) {
                            sandbox.write(WorkspacePath.of("go"), new byte[0]);
                        }
                    },
                    new RaisableStop());

            assertThat(end).isEqualTo(new Exited(0));
            assertThat(output).hasToString("first\nsecond\n");
        }
    }

    @Test
    default void scriptIsTakenAsItIs() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThat(outputOf(sandbox, "")).isEmpty();
            assertThat(outputOf(sandbox, "cat <<'E'\n'\"$HOME\\n' `x` é 世界 \uD83D\uDE00\n\tE\nE\n"))
                    .isEqualTo("'\"$HOME\\n' `x` é 世界 \uD83D\uDE00\n\tE\n");
            assertThat(outputOf(sandbox, "# only a comment")).isEmpty();
            assertThat(outputOf(sandbox, "echo \"$# $*\"")).isEqualTo("0 \n");
            assertThat(Ran.in(sandbox, "if then").end()).isEqualTo(new Exited(2));
        }
    }

    @Test
    default void longScriptRuns() {
        try (var sandbox = sandboxes().open(newSession())) {
            var script = "n=0\n" + "n=$((n+1)) # 'a line of \"some\" length'\n".repeat(30_000) + "echo $n";

            assertThat(outputOf(sandbox, script)).isEqualTo("30000\n");
        }
    }

    @Test
    default void commandLeavesTheNextOneAlone() {
        try (var sandbox = sandboxes().open(newSession())) {
            for (var rude : new String[] {
                "cd /; X=1; export X; set -e; umask 0",
                "trap 'echo trapped' EXIT; exit 3",
                "exec sh -c 'exit 4'",
                "exec 0<&- 1>&- 2>&-",
                "kill -9 $$",
                "f() { :; }; alias ls=false; PATH=/nowhere",
                "ulimit -n 10",
                "return 5"
            }) {
                Ran.in(sandbox, rude);
                assertThat(outputOf(sandbox, "echo \"${X-unset}\"; umask; ls; ulimit -n | grep -x 10 || echo free"))
                        .as("after " + rude)
                        .isEqualTo("unset\n0022\nfree\n");
            }
        }
    }

    @Test
    default void standardInputIsEmpty() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThat(outputOf(sandbox, "cat; wc -c; if read -r x; then echo got; else echo none; fi"))
                    .isEqualTo("0\nnone\n");
        }
    }

    @Test
    default void whatIsNoUtf8IsReplaced() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThat(outputOf(sandbox, "printf 'a\\377b\\303(c\\000d\\n'; printf '\\303'"))
                    .isEqualTo("a\uFFFDb\uFFFD(c\0d\n\uFFFD");
            assertThat(outputOf(sandbox, "head -c 200000 /dev/urandom")).isNotEmpty();
            assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
        }
    }

    @Test
    default void characterThatIsWrittenInPartsIsOne() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThat(outputOf(sandbox, "for b in 360 237 230 200; do printf \"\\\\$b\"; sleep 0.02; done"))
                    .isEqualTo("\uD83D\uDE00");
            var many = "\uD83D\uDE00é".repeat(40_000);
            sandbox.write(WorkspacePath.of("many"), many.getBytes(StandardCharsets.UTF_8));
            assertThat(outputOf(sandbox, "cat many")).isEqualTo(many);
        }
    }

    @Test
    default void outputOf100MegabytesComesWhole() {
        try (var sandbox = sandboxes().open(newSession())) {
            var count = new AtomicLong();
            var longest = new AtomicLong();
            var end = sandbox.run(
                    command("head -c 100000000 /dev/zero | tr '\\0' x"),
                    piece -> {
                        count.addAndGet(piece.length());
                        longest.accumulateAndGet(piece.length(), Math::max);
                    },
                    new RaisableStop());

            assertThat(end).isEqualTo(new Exited(0));
            assertThat(count).hasValue(100_000_000);
            assertThat(longest).hasValueLessThan(1 << 20);
        }
    }

    @Test
    default void commandWaitsForASlowListener() throws Exception {
        try (var sandbox = sandboxes().open(newSession());
                var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var goOn = new CountDownLatch(1);
            var script = "i=0; while [ $i -lt 20000 ]; do printf '%01000d' 0; i=$((i+1)); echo $i >> count; done";
            Future<CommandEnd> end = thread.submit(
                    () -> sandbox.run(command(script), _ -> Interruptibly.await(goOn), new RaisableStop()));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> outputOf(sandbox, "test ! -s count || tail -n 1 count")
                                    .length()
                            > 2);
            var before = new String[] {""};
            await().pollInterval(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        var count = outputOf(sandbox, "tail -n 1 count");
                        boolean stands = count.equals(before[0]) && !count.isEmpty();
                        before[0] = count;
                        return stands;
                    });

            assertThat(Integer.parseInt(before[0].strip())).isLessThan(20_000);
            goOn.countDown();
            assertThat(end.get()).isEqualTo(new Exited(0));
        }
    }

    @Test
    default void listenersFaultEndsTheCommandAndComesBack() {
        try (var sandbox = sandboxes().open(newSession())) {
            assertThatThrownBy(() -> sandbox.run(
                            command("echo $$ > pid; echo now; sleep 1000"),
                            _ -> {
                                throw new IllegalStateException("enough");
                            },
                            new RaisableStop()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("enough");
            Ran.assertGone(sandbox, "pid");
        }
    }

    @Test
    default void fourCommandsRunAtTheSameTimeAndMoreFollow() throws Exception {
        try (var sandbox = sandboxes().open(newSession());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var script = "touch here.$0.N; while [ $(ls | grep -c here) -lt 4 ]; do sleep 0.01; done; echo N";
            var ends = new ArrayList<Future<String>>();
            for (int i = 0; i < 12; i++) {
                var one = script.replace("N", Integer.toString(i));
                ends.add(threads.submit(() -> outputOf(sandbox, one)));
            }

            for (int i = 0; i < ends.size(); i++) {
                assertThat(ends.get(i).get()).isEqualTo(i + "\n");
            }
        }
    }

    @Test
    default void environmentHoldsNothingOfTheServers() {
        try (var sandbox = sandboxes().open(newSession())) {
            var environment = outputOf(sandbox, "env");

            assertThat(environment.lines().map(line -> line.replaceAll("=.*", "")))
                    .contains("PATH", "HOME")
                    .doesNotContain("JAVA_HOME", "MAVEN_PROJECTBASEDIR", "DATABASE_URL", "ANTHROPIC_API_KEY");
            System.getenv().forEach((name, value) -> {
                if (value.length() > 12 && !name.equals("PATH")) {
                    assertThat(environment).as(name).doesNotContain(value);
                }
            });
        }
    }
}
