package dev.lucid.docker;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd.Exited;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.testkit.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent in a container tries in vain. */
class EscapeTest {
    @TempDir
    static Path base;

    private static Subjects subjects;
    private static Sandbox sandbox;

    @BeforeAll
    static void open() {
        subjects = new Subjects(base.resolve("workspaces"));
        sandbox = subjects.first().open(newSession());
    }

    @AfterAll
    static void close() {
        sandbox.close();
        subjects.close();
    }

    @Test
    void itHasNoPowersAndGetsNone() {
        assertThat(outputOf(sandbox, "grep -E '^(CapPrm|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status")
                        .replaceAll("\\s+", " "))
                .isEqualTo("CapPrm: 0000000000000000 CapEff: 0000000000000000 CapBnd: 0000000000000000 "
                        + "NoNewPrivs: 1 Seccomp: 2 ");
        assertThat(outputOf(sandbox, "id -u")).isNotEqualTo("0\n");
    }

    @Test
    void networkIsOutOfReachEvenTheHostsLoopback() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var connect = "perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(PeerAddr => shift, Timeout => 2) ? "
                    + "\"connected\" : \"refused\"' ";
            for (var address :
                    new String[] {"127.0.0.1:" + server.getLocalPort(), "169.254.169.254:80", "1.1.1.1:53"}) {
                assertThat(outputOf(sandbox, connect + address)).as(address).isEqualTo("refused");
            }
        }
        assertThat(outputOf(sandbox, "grep -c : /proc/net/dev")).isEqualTo("1\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t tmpfs none /tmp",
                "mount --bind / /tmp",
                "unshare -Ur true",
                "chroot / true",
                "mknod /tmp/disk b 8 0",
                "echo 1 > /proc/sys/kernel/panic",
                "echo b > /proc/sysrq-trigger",
                "echo 0 > /sys/fs/cgroup/memory/memory.limit_in_bytes || echo max > /sys/fs/cgroup/memory.max",
                "cat /proc/kcore",
                "cat /var/run/docker.sock || ls /var/run/docker.sock",
                "touch /run/lucid/x",
                "echo agent::0:0::/:/bin/sh >> /etc/passwd",
                "dmesg"
            })
    void itIsRefused(String script) {
        var tried = Ran.in(sandbox, "{ " + script + "; } 2>&1");

        assertThat(tried.end()).isNotEqualTo(new Exited(0));
        assertThat(tried.output()).doesNotContain("not found");
    }

    @Test
    void aForkBombEndsWithinItsSandboxAndLeavesTheServerWell() {
        try (var bombed = subjects.first().open(newSession())) {
            try {
                Ran.in(bombed, new Command("b() { b | b & }; b; sleep 5", Duration.ofSeconds(2), false));
            } catch (PortFailure.Transient e) {
                assertThat(e).hasMessageContaining("unknown");
            }
            bombed.killAll();

            assertThat(outputOf(bombed, "echo well")).isEqualTo("well\n");
        }
        assertThat(outputOf(sandbox, "echo well")).isEqualTo("well\n");
    }

    @Test
    void foldersInMemoryAreBounded() {
        // More than the folder may hold, and less than what ends a sandbox for its memory.
        var written = Ran.in(sandbox, "dd if=/dev/zero of=/tmp/x bs=1000000 count=160 2>&1");

        assertThat(written.end()).isInstanceOf(Exited.class).isNotEqualTo(new Exited(0));
        assertThat(written.output()).contains("No space left");
        outputOf(sandbox, "rm -f /tmp/x");
    }

    @Test
    void aLinkThatIsPlantedLeadsTheServerNowhere() throws IOException {
        var decoy = Files.writeString(base.resolve("decoy"), "secret");
        outputOf(sandbox, "ln -s '" + decoy + "' link");

        assertThat(sandbox.read(WorkspacePath.of("link"), 9)).isEmpty();
    }
}
