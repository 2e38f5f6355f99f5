package dev.lucid.testkit;

import static dev.lucid.testkit.Ran.outputOf;
import static dev.lucid.testkit.SandboxUnderTest.newSession;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What {@link Sandboxes} promise whose commands may reach hosts that the operator names. The sandboxes under test are made for
 * {@link #site()} alone, by the name {@value #NAME}. Not a part of {@link SandboxesContract}, whose sandboxes have no network.
 */
public interface SandboxOutletContract extends SandboxUnderTest {
    /** A name that leads to this machine's loopback, for whoever opens ways out. */
    String NAME = "site.test";

    /** Sends its first argument to the proxy that the environment names, and tells what comes back. */
    String ASKER = """
            use strict; use Socket;
            my ($host, $port) = ($ENV{http_proxy} // "") =~ m{^http://([\\d.]+):(\\d+)$} or do { print "no proxy\\n"; exit 1 };
            socket(my $s, PF_INET, SOCK_STREAM, 0) or die;
            connect($s, sockaddr_in($port, inet_aton($host))) or do { print "refused\\n"; exit 1 };
            my $asked = join "\\r\\n", @ARGV;
            syswrite($s, "$asked\\r\\n\\r\\n");
            my ($block, $all) = ("", "");
            while (sysread($s, $block, 65536)) { $all .= $block; last if $all =~ /\\n\\r?\\n.*\\n/s }
            print $all eq "" ? "nothing\\n" : $all;
            """;

    /** Connects to the address and the port that it is given. */
    String CALLER = """
            use strict; use Socket;
            socket(my $s, PF_INET, SOCK_STREAM, 0) or die;
            print connect($s, sockaddr_in($ARGV[1], inet_aton($ARGV[0]))) ? "connected\\n" : "no way\\n";
            """;

    /** What the name leads to. */
    LoopbackSite site();

    /** Opens a session's way out, which lets through to the site. */
    AutoCloseable wayOut(SandboxSpec session);

    private String authority() {
        return NAME + ":" + site().port();
    }

    @Test
    default void whatIsKeptToNamedHostsSaysSoAndWhatIsNotSaysThat() {
        var confinement = sandboxes().confinement();

        assertThat(confinement.words()).contains(authority());
        if (lacks().contains(SandboxAbility.RELAY)) {
            assertThat(confinement.words()).doesNotContain("no network but");
            try (var sandbox = sandboxes().open(newSession())) {
                assertThat(outputOf(sandbox, "env | grep -i _proxy || true")).isEmpty();
            }
        } else {
            assertThat(confinement.words()).contains("no network but " + authority());
        }
    }

    @Test
    default void commandsAreToldOfTheProxyAndThatTheLoopbackIsTheirOwn() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var expected = Stream.of("http", "https", "all")
                .flatMap(name -> Stream.of(name, name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toMap(
                        name -> name + (name.equals(name.toLowerCase(Locale.ROOT)) ? "_proxy" : "_PROXY"),
                        _ -> Relays.PROXY));
        var spec = newSession();
        withWayOut(spec, sandbox -> {
            var told = outputOf(sandbox, "env | grep -i _proxy")
                    .lines()
                    .collect(Collectors.toMap(line -> line.replaceAll("=.*", ""), line -> line.replaceAll(".*?=", "")));

            assertThat(told)
                    .containsAllEntriesOf(expected)
                    .containsAllEntriesOf(
                            Map.of("no_proxy", "localhost,127.0.0.1,::1", "NO_PROXY", "localhost,127.0.0.1,::1"))
                    .hasSize(8);
        });
    }

    @Test
    default void whereNoWayOutIsOpenCommandsAreToldOfNone() throws Exception {
        var spec = newSession();
        try (var _ = new RelayEnd(workspaces(), spec);
                var sandbox = sandboxes().open(spec)) {
            assertThat(outputOf(sandbox, "env | grep -i _proxy || true")).isEmpty();
        }
    }

    @Test
    default void aNamedHostIsReachedByItsName() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        withWayOut(newSession(), sandbox -> {
            assertThat(outputOf(sandbox, asking("GET http://" + authority() + "/page HTTP/1.1")))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("asked for /page at " + authority() + "\n");
            assertThat(outputOf(
                            sandbox,
                            asking("CONNECT " + authority() + " HTTP/1.1", "", "GET /through HTTP/1.1", "Host: x")))
                    .startsWith("HTTP/1.1 200 ");
        });
    }

    @Test
    default void nothingElseIsReached() {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        withWayOut(newSession(), sandbox -> {
            for (var other : new String[] {
                "other.test:" + site().port(), NAME + ":" + (site().port() - 1), "127.0.0.1:" + site().port()
            }) {
                assertThat(outputOf(sandbox, asking("GET http://" + other + "/ HTTP/1.1")))
                        .startsWith("HTTP/1.1 403 ")
                        .contains("'" + other + "'", "SANDBOX_ALLOWED_HOSTS");
                assertThat(outputOf(sandbox, asking("CONNECT " + other + " HTTP/1.1")))
                        .startsWith("HTTP/1.1 403 ");
            }
            put(sandbox, "call", CALLER);
            assertThat(outputOf(
                            sandbox,
                            "for to in '127.0.0.1 " + site().port()
                                    + "' '10.0.0.1 80' '169.254.169.254 80' '8.8.8.8 53';" + " do perl call $to; done"))
                    .isEqualTo("no way\n".repeat(4));
        });
    }

    @Test
    default void theRelayAndTheWayOutAreOpenBesideEachOther() throws Exception {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        try (var _ = new RelayEnd(workspaces(), spec)) {
            withWayOut(spec, sandbox -> {
                put(sandbox, "talk", SandboxRelayContract.TALKER);

                assertThat(outputOf(sandbox, "perl talk")).isEqualTo("one\ntwo\nthree\nwaiting\n");
                assertThat(outputOf(sandbox, asking("GET http://" + authority() + "/ HTTP/1.1")))
                        .contains("asked for /");
            });
        }
    }

    @Test
    default void noSessionSeesAnothersWayOut() throws Exception {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        try (var _ = wayOut(newSession());
                var sandbox = sandboxes().open(newSession())) {
            put(sandbox, "ask", ASKER);

            assertThat(Ran.in(
                                    sandbox,
                                    "http_proxy=" + Relays.PROXY + " perl ask 'GET http://" + authority()
                                            + "/ HTTP/1.1'")
                            .output())
                    .isIn("refused\n", "nothing\n");
            assertThat(outputOf(sandbox, "find / -name " + Relays.OUTLET + " 2>/dev/null || true"))
                    .isEmpty();
        }
    }

    @Test
    default void whenTheRunHasEndedNothingIsReachedAndItsNextRunOpensItAgain() throws Exception {
        if (lacks().contains(SandboxAbility.RELAY)) {
            return;
        }
        var spec = newSession();
        var way = wayOut(spec);
        try (var sandbox = sandboxes().open(spec)) {
            put(sandbox, "ask", ASKER);
            var asking = "perl ask 'GET http://" + authority() + "/ HTTP/1.1'";
            assertThat(outputOf(sandbox, asking)).contains("asked for /");
            way.close();

            await().untilAsserted(
                            () -> assertThat(Ran.in(sandbox, asking).output()).isIn("refused\n", "nothing\n"));
        }
        withWayOut(
                spec,
                sandbox -> assertThat(outputOf(sandbox, asking("GET http://" + authority() + "/ HTTP/1.1")))
                        .contains("asked for /"));
    }

    /** What is done with a sandbox. */
    interface Use {
        void of(Sandbox sandbox);
    }

    private void withWayOut(SandboxSpec spec, Use use) {
        try (var _ = wayOut(spec);
                var sandbox = sandboxes().open(spec)) {
            put(sandbox, "ask", ASKER);
            use.of(sandbox);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String asking(String... lines) {
        return "perl ask " + Stream.of(lines).map(line -> "'" + line + "'").collect(Collectors.joining(" "));
    }

    private static void put(Sandbox sandbox, String name, String program) {
        sandbox.write(WorkspacePath.of(name), program.getBytes(StandardCharsets.UTF_8));
    }
}
