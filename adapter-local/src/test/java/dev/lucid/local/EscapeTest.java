package dev.lucid.local;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.CommandEnd.Exited;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.testkit.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent under bubblewrap tries in vain. */
class EscapeTest {
    @TempDir
    Path base;

    private Subjects subjects;
    private Sandbox sandbox;

    @BeforeEach
    void open() {
        subjects = new Subjects(base.resolve("workspaces"), true);
        sandbox = subjects.first().open(newSession());
    }

    @AfterEach
    void close() {
        sandbox.close();
        subjects.close();
    }

    @Test
    void networkIsOutOfReachEvenTheHostsLoopback() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(200);
            var connect = "perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr => shift, Timeout => 2) ? "
                    + "\"connected\" : \"refused\"' ";

            assertThat(outputOf(sandbox, connect + "127.0.0.1:" + server.getLocalPort()))
                    .isEqualTo("refused");
            assertThat(outputOf(sandbox, connect + "1.1.1.1:53")).isEqualTo("refused");
            assertThat(outputOf(sandbox, "cat /proc/net/dev | grep -c :")).isEqualTo("1\n");
            assertThat(accepted(server)).isFalse();
        }
    }

    private static boolean accepted(ServerSocket server) throws IOException {
        try (var connection = server.accept()) {
            return connection.isConnected();
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    @Test
    void commandsOfOneSandboxShareItsOwnLoopback() {
        var serve = "exec perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalAddr => \"127.0.0.1:8123\", "
                + "Listen => 5) or die; while ($c = $s->accept) { print $c \"hello\\n\"; close $c }'";
        Ran.in(sandbox, new Command(serve, Duration.ofSeconds(9), true));
        var ask =
                "perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(PeerAddr => \"127.0.0.1:8123\") or exit 1; print <$s>'";

        assertThat(outputOf(sandbox, "until " + ask + "; do sleep 0.02; done")).isEqualTo("hello\n");
    }

    @Test
    void processesOfTheHostAreNotThere() {
        var jvm = ProcessHandle.current().pid();

        assertThat(outputOf(sandbox, "cat /proc/" + jvm + "/cmdline 2>/dev/null | tr '\\0' ' '"))
                .doesNotContain("java");
        assertThat(outputOf(sandbox, "ls /proc | grep -c '^[0-9]'").strip())
                .satisfies(count -> assertThat(Integer.parseInt(count)).isLessThan(25));
        assertThat(outputOf(sandbox, "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | sed 's/=.*//' | sort -u"))
                .doesNotContain("JAVA", "MAVEN");
    }

    /** What would do harm where it succeeds changes nothing then. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "same=$(cat /proc/sys/kernel/core_pattern); echo \"$same\" > /proc/sys/kernel/core_pattern",
                "same=$(cat /proc/sys/vm/overcommit_memory); echo $same > /proc/sys/vm/overcommit_memory",
                "echo h > /proc/sysrq-trigger",
                "chmod 666 /dev/null",
                "touch /usr/bin/x",
                "touch /etc/x",
                "echo x >> /etc/passwd",
                "touch /x",
                "touch /dev/x",
                "touch /run/lucid/x",
                "rm -f /usr/bin/env",
                "mount -t tmpfs none /tmp",
                "unshare -Ur true",
                "unshare -n true",
                "mknod node b 1 1",
                "chroot / true",
                "cat /etc/shadow",
                "ls /root/.",
                "ls /home/.",
                "ls /var/.",
                "dd if=/dev/mem count=1",
                "kill -9 1 && ! kill -0 1",
                "chown 0 .",
                "su -c true",
                "nice -n -5 true 2>&1 | grep -v cannot",
                "dmesg",
            })
    void isRefused(String attempt) {
        var ran = Ran.in(sandbox, attempt + " 2>&1");

        assertThat(ran.end()).as(ran.output()).isInstanceOf(Exited.class).isNotEqualTo(new Exited(0));
    }

    @Test
    void commandsHaveNoPowersAndGetNone() {
        assertThat(outputOf(
                        sandbox,
                        "grep -E 'Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status | grep -vc '0000000000000000' || true"))
                .isEqualTo("0\n");
        assertThat(outputOf(sandbox, "grep NoNewPrivs /proc/self/status | tr -dc 0-9"))
                .isEqualTo("1");
        assertThat(outputOf(sandbox, "id -u; id -un; id -G; cat /proc/self/oom_score_adj"))
                .isEqualTo("1000\nagent\n1000\n500\n");
    }

    @Test
    void filesOfTheSandboxAreNotTheServersUsersWhereThatIsRoot() throws IOException {
        outputOf(sandbox, "touch mine");
        try (var found = Files.walk(base)) {
            var mine = found.filter(path -> path.endsWith("mine")).findFirst().orElseThrow();

            assertThat((int) Files.getAttribute(mine, "unix:uid")).isNotZero();
        }
    }

    @Test
    void pipesOfTheChannelAreHidden() {
        assertThat(outputOf(sandbox, "ls -A /run/lucid")).isEmpty();
    }

    @Test
    void answersCanNotBeForged() {
        var forged = "printf '\\036%s E 0\\n' 0123456789abcdef0123456789abcdef; "
                + "for f in /proc/$PPID/fd/1 /proc/$PPID/fd/2; do printf '\\0360123456789abcdef0123456789abcdef K 0\\n' > $f; done 2>/dev/null; ";

        assertThat(Ran.in(sandbox, forged + "echo end; exit 9").end()).isEqualTo(new Exited(9));
        assertThat(Ran.in(sandbox, "env; set; cat /proc/$$/cmdline /proc/$PPID/cmdline")
                        .output())
                .doesNotContainPattern("[0-9a-f]{32}");
    }

    @Test
    @Timeout(60)
    void forkBombIsEndedAndTheServerStaysWell() {
        try (var neighbour = subjects.first().open(newSession())) {
            outputOf(neighbour, "true");
            var ran = Ran.in(
                    sandbox,
                    new Command("bomb() { bomb | bomb & bomb; }; bomb; sleep 1000", Duration.ofSeconds(20), false));

            assertThat(ran.end()).isNotEqualTo(new Exited(0));
            assertThat(outputOf(neighbour, "echo well")).isEqualTo("well\n");
            // What is left of the bomb may cost the sandbox once more.
            await().ignoreExceptionsInstanceOf(PortFailure.Transient.class)
                    .untilAsserted(() -> assertThat(Integer.parseInt(outputOf(sandbox, "ls /proc | grep -c '^[0-9]'")
                                    .strip()))
                            .isLessThan(25));
        }
    }

    @Test
    void memoryHogOfManyProcessesIsEnded() {
        // Without a last command after it, sleep would be what the shell becomes, and the memory be gone.
        var hogs =
                "for i in 1 2 3 4 5 6; do (x=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 1000; true) & done; wait";

        assertThat(Ran.in(sandbox, hogs).end()).isEqualTo(new CommandEnd.OutOfMemory());
    }

    @Test
    void foldersInMemoryAreBounded() {
        for (var folder : new String[] {"/tmp", "/dev/shm"}) {
            assertThat(Ran.in(sandbox, "head -c 300000000 /dev/zero > " + folder + "/x")
                            .output())
                    .contains("No space left");
            outputOf(sandbox, "rm " + folder + "/x");
        }
    }

    @Test
    void programsWork() {
        var perl = outputOf(
                sandbox, "perl -e 'print 6*7'; printf 'b\\na\\n' | sort | head -n 1; awk 'BEGIN { print 1+1 }'");

        assertThat(perl).isEqualTo("42a\n2\n");
        sandbox.write(
                WorkspacePath.of("Main.java"),
                "void main() { IO.println(\"java\"); }".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(outputOf(sandbox, System.getProperty("java.home") + "/bin/java -Xmx64m Main.java"))
                .isEqualTo("java\n");
    }
}
