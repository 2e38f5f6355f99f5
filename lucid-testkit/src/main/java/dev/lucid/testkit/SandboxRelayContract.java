package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd.Exited;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a sandbox promises of the way to Lucid. A part of {@link SandboxesContract}. */
public interface SandboxRelayContract extends SandboxUnderTest {
    /** Sends so many bytes while it reads, says that there are no more, and tells whether it got back the same. */
    String CLIENT = """
            use strict; use Socket;
            my ($size, $word) = @ARGV;
            socket(my $s, PF_INET, SOCK_STREAM, 0) or die;
            connect($s, sockaddr_in(PORT, INADDR_LOOPBACK)) or do { print "refused\\n"; exit 1 };
            my $sent = substr($word x ($size / length($word) + 1), 0, $size);
            my $writer = fork();
            if ($writer == 0) {
                my $at = 0;
                while ($at < $size) { $at += syswrite($s, $sent, 65536, $at) // die "write: $!" }
                shutdown($s, 1);
                exit 0;
            }
            my $got = "";
            while (sysread($s, $got, 65536, length $got)) {}
            waitpid($writer, 0);
            print $got eq $sent ? "same\\n" : "other: " . length($got) . "\\n";
            """.replace("PORT", Relays.ADDRESS.replaceFirst(".*:", ""));

    /** Says one thing, waits for the answer, and then says the next. */
    String TALKER = """
            use strict; use Socket;
            socket(my $s, PF_INET, SOCK_STREAM, 0) or die;
            connect($s, sockaddr_in(PORT, INADDR_LOOPBACK)) or do { print "refused\\n"; exit 1 };
            for my $word ("one", "two", "three") {
                syswrite($s, $word);
                my $got = "";
                sysread($s, $got, 100) or do { print "cut\\n"; exit 1 };
                print "$got\\n";
            }
            print "waiting\\n";
            print sysread($s, my $more, 100) ? "more\\n" : "cut\\n" if @ARGV;
            """.replace("PORT", Relays.ADDRESS.replaceFirst(".*:", ""));

    @Test
    default void whatLacksARelayReachesNothing() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            assertThat(sandboxes().abilities()).doesNotContain(SandboxAbility.RELAY);
            return;
        }
        try (var sandbox = sandboxes().open(newSession())) {
            put(sandbox, "talk", TALKER);

            assertThat(Ran.in(sandbox, "perl talk")).isEqualTo(new Ran(new Exited(1), "refused\n"));
        }
    }

    @Test
    default void bytesGoThroughTheRelayAndComeBackAtOnce() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        try (var _ = new RelayEnd(workspaces(), spec);
                var sandbox = sandboxes().open(spec)) {
            put(sandbox, "talk", TALKER);

            assertThat(outputOf(sandbox, "perl talk; cat " + Relays.SHOWN_AT + "/" + Relays.KEY))
                    .isEqualTo("one\ntwo\nthree\nwaiting\nthe key of " + spec.session() + "\n");
        }
    }

    @Test
    default void aLargeBodyGoesThroughWholeAndItsEndIsHeard() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        try (var end = new RelayEnd(workspaces(), spec);
                var sandbox = sandboxes().open(spec)) {
            put(sandbox, "client", CLIENT);

            assertThat(outputOf(sandbox, "perl client 0 x; perl client 1 x; perl client 7654321 0123456789abc"))
                    .isEqualTo("same\nsame\nsame\n");
            await().untilAsserted(() -> assertThat(end.connections()).isZero());
        }
    }

    @Test
    default void eightSpeakThroughTheRelayAtTheSameTime() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        try (var _ = new RelayEnd(workspaces(), spec);
                var sandbox = sandboxes().open(spec)) {
            put(sandbox, "client", CLIENT);

            assertThat(outputOf(sandbox, "for i in 1 2 3 4 5 6 7 8; do perl client 30000$i \"I am $i. \" & done; wait"))
                    .isEqualTo("same\n".repeat(8));
        }
    }

    @Test
    default void whoeverEndsOnOneSideIsHeardOnTheOther() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        try (var sandbox = sandboxes().open(spec)) {
            try (var end = new RelayEnd(workspaces(), spec)) {
                put(sandbox, "talk", TALKER);
                var talking = "perl talk wait >said; echo over >>said";
                Ran.in(sandbox, new Command(talking, Duration.ofSeconds(9), true));
                await().untilAsserted(() -> assertThat(end.connections()).isEqualTo(1));
            }
            assertThat(outputOf(sandbox, "until grep -q over said; do sleep 0.01; done; cat said"))
                    .endsWith("cut\nover\n");
            assertThat(Ran.in(sandbox, "perl talk").output()).isIn("refused\n", "cut\n");
        }
    }

    @Test
    default void aClosedSandboxKeepsNoConnection() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        try (var end = new RelayEnd(workspaces(), spec)) {
            try (var sandbox = sandboxes().open(spec)) {
                put(sandbox, "talk", TALKER);
                Ran.in(sandbox, new Command("perl talk wait", Duration.ofSeconds(9), true));
                await().untilAsserted(() -> assertThat(end.connections()).isEqualTo(1));
            }
            await().untilAsserted(() -> assertThat(end.connections()).isZero());
        }
    }

    @Test
    default void noSessionReachesAnothersRelay() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        try (var _ = new RelayEnd(workspaces(), newSession());
                var _ = new RelayEnd(workspaces(), spec);
                var sandbox = sandboxes().open(spec)) {
            assertThat(outputOf(
                            sandbox,
                            "find / -name " + Relays.SOCKET + " 2>/dev/null; ls " + Relays.SHOWN_AT + "; touch "
                                    + Relays.SHOWN_AT + "/x 2>/dev/null || echo unchangeable"))
                    .isEqualTo(Relays.SHOWN_AT + "/" + Relays.SOCKET + "\n" + Relays.KEY + "\n" + Relays.SOCKET
                            + "\nunchangeable\n");
        }
    }

    private static void put(Sandbox sandbox, String name, String program) {
        sandbox.write(WorkspacePath.of(name), program.getBytes(StandardCharsets.UTF_8));
    }
}
