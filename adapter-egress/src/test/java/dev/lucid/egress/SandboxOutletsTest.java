package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelaySeats;
import dev.lucid.testkit.SandboxUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands in a sandbox could say to its outlet, over the true socket. */
@Timeout(60)
class SandboxOutletsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ProxyLimits LONG = each(MINUTE, MINUTE);

    @TempDir
    private Path base;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> lookups = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> dialled = new CopyOnWriteArrayList<>();
    private final SandboxSpec session = SandboxUnderTest.newSession();
    private EchoServer echo;

    @BeforeEach
    void startEcho() throws IOException {
        echo = keep(new EchoServer("127.0.0.1", 0, "echo"));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aTunnelToANamedHostCarriesBytesBothWays() throws IOException {
        outletTo("site.test:" + echo.port());

        var client = client().connect("site.test:" + echo.port());
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        client.say("over the wire");

        assertThat(client.read(17)).isEqualTo("echoover the wire");
        assertThat(lookups).containsExactly("site.test");
    }

    /** Both usual ports of a host in public, in plain or not: the operator has named them. */
    @ParameterizedTest
    @ValueSource(strings = {"CONNECT www.pypi.org:443", "CONNECT WWW.PyPI.org.:443", "GET http://www.pypi.org/"})
    void aPublicHostIsReachedAtItsUsualPorts(String request) throws IOException {
        outlet("*.pypi.org", "", publicly("8.8.8.8"), OutletLimits.standard());

        var client = client().say(request + " HTTP/1.1\r\n\r\n");
        client.read(1);

        assertThat(dialled)
                .containsExactly(
                        new InetSocketAddress(InetAddress.ofLiteral("8.8.8.8"), request.contains("443") ? 443 : 80));
    }

    /** Nobody is asked for the address of a host that is not named: a question can carry something out, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.test:443",
                "evilpypi.org:443",
                "pypi.org.evil.test:443",
                "pypi.org:22",
                "example.org:443",
                "evilexample.org:443",
                "127.0.0.1:443",
                "[::1]:443",
                "[::ffff:127.0.0.1]:443",
                "0x7f.1:443",
                "2130706433:443",
                "127.1:443",
                "0177.0.0.1:443",
                "localhost:443",
                "169.254.169.254:80",
                "8.8.8.8:443",
                "xn--pyp-3oa.org:443"
            })
    void whatIsNotNamedIsRefusedBeforeItIsLookedUp(String authority) throws IOException {
        outlet("pypi.org, *.example.org", "", publicly("8.8.8.8"), OutletLimits.standard());

        var tunnel = client().connect(authority);
        var plain = client().say("GET http://" + authority + "/ HTTP/1.1\r\n\r\n");

        for (var client : List.of(tunnel, plain)) {
            assertThat(client.head()).startsWith("HTTP/1.1 403 ").containsPattern("403 .*SANDBOX_ALLOWED_HOSTS");
            assertThat(client.rest())
                    .contains(authority.replaceFirst(":\\d+$", ""))
                    .contains("SANDBOX_ALLOWED_HOSTS");
        }
        assertThat(lookups).isEmpty();
        assertThat(dialled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1",
                "127.0.0.1",
                "169.254.169.254",
                "192.168.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "fe80::1",
                "fd00::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::"
            })
    void aNamedHostThatLeadsToNoPublicAddressIsRefused(String address) throws IOException {
        outlet("site.test", "", publicly(address), OutletLimits.standard());

        var tunnel = client().connect("site.test:443");
        var plain = client().say("GET http://site.test/ HTTP/1.1\r\n\r\n");

        assertThat(tunnel.head()).startsWith("HTTP/1.1 403 ");
        assertThat(tunnel.rest()).contains("'site.test' leads to");
        assertThat(plain.head()).startsWith("HTTP/1.1 403 ");
        assertThat(dialled).isEmpty();
    }

    @Test
    void oneBadAddressRefusesThemAll() throws IOException {
        outlet("site.test", "", publicly("8.8.8.8", "10.0.0.1"), OutletLimits.standard());

        assertThat(client().connect("site.test:443").head()).startsWith("HTTP/1.1 403 ");
        assertThat(dialled).isEmpty();
    }

    @Test
    void aNameThatIsReboundIsRefusedAndExactlyWhatWasJudgedIsDialled() throws IOException {
        var count = new AtomicInteger();
        var dialler = new Dialler(
                policy(""),
                _ -> List.of(InetAddress.ofLiteral(count.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1")),
                this::toEcho);
        outlet("site.test", dialler, OutletLimits.standard());

        assertThat(client().connect("site.test:443").head()).startsWith("HTTP/1.1 200 ");
        assertThat(client().connect("site.test:443").head()).startsWith("HTTP/1.1 403 ");
        assertThat(dialled).containsExactly(new InetSocketAddress(InetAddress.ofLiteral("8.8.8.8"), 443));
        assertThat(count).hasValue(2);
    }

    @Test
    void aPlainRequestIsSentWithItsOwnHostWhateverItClaims() throws IOException {
        outletTo("site.test:" + echo.port());

        var client = client().say("POST http://site.test:" + echo.port()
                + "/a?b=c HTTP/1.1\r\nHost: evil.test\r\nhost: 10.0.0.1\r\n"
                + "Connection: keep-alive\r\nContent-Length: 4\r\n\r\nbody");

        String seen = "POST /a?b=c HTTP/1.1\r\nHost: site.test:" + echo.port()
                + "\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody";
        assertThat(client.read(4 + seen.length())).isEqualTo("echo" + seen);
    }

    @Test
    void aSecondRequestOnTheSameConnectionReachesNobody() throws IOException {
        outletTo("site.test:" + echo.port());
        var second = "GET http://evil.test/ HTTP/1.1\r\nHost: evil.test\r\n\r\n";
        var bodies = List.of(
                "\r\n",
                "Content-Length: 4\r\n\r\nbody",
                "Transfer-Encoding: chunked\r\n\r\n4;x=y\r\nbody\r\n0\r\nX: trailer\r\n\r\n");
        for (var body : bodies) {
            var client =
                    client().say("GET http://site.test:" + echo.port() + "/ HTTP/1.1\r\n" + body + second + second);
            var head = client.read(4) + client.head();
            var sent = body.substring(body.indexOf("\r\n\r\n") < 0 ? 2 : body.indexOf("\r\n\r\n") + 4);

            assertThat(head).contains("site.test").doesNotContain("evil");
            assertThat(client.read(sent.length())).isEqualTo(sent);
            client.shutdownOutput();
            assertThat(client.rest()).isEmpty();
        }
        assertThat(lookups).containsOnly("site.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nContent-Length: 5\r\n",
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Content-Length: -1\r\n",
                "Content-Length: +4\r\n",
                "Content-Length: 4, 4\r\n",
                "Content-Length : 4\r\n",
                "X: y\r\n Content-Length: 4\r\n"
            })
    void whatEndsInTwoPlacesIsNoRequest(String headers) throws IOException {
        outletTo("site.test:" + echo.port());

        var client = client().say("POST http://site.test:" + echo.port() + "/ HTTP/1.1\r\n" + headers + "\r\nbody");

        assertThat(client.head()).startsWith("HTTP/1.1 400 ");
        assertThat(echo.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"4\nbody\r\n0\r\n\r\n", "4\r\nbodyGET", "-4\r\n", "0x4\r\nbody", "\r\n", "ffffffffffffffff\r\n"})
    void aChunkThatIsNoneBreaksTheRequestOff(String chunks) throws IOException {
        outletTo("site.test:" + echo.port());

        var client = client().say("POST http://site.test:" + echo.port()
                + "/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

        assertThat(client.rest()).doesNotContain("GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: site.test\r\n\r\n",
                "GET https://site.test/ HTTP/1.1\r\n\r\n",
                "GET http://me@site.test/ HTTP/1.1\r\n\r\n",
                "GET http://site.test\\@evil.test/ HTTP/1.1\r\n\r\n",
                "CONNECT site.test@evil.test:443 HTTP/1.1\r\n\r\n",
                "CONNECT site.test%00.evil.test:443 HTTP/1.1\r\n\r\n",
                "CONNECT site.test:443\r\n\r\n",
                "CONNECT site.test:443 HTTP/1.1\nX: y\r\n\r\n",
                "CONNECT site.test:443:80 HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001 hello\r\n\r\n"
            })
    void whatIsNoRequestIsAnsweredAsSuch(String request) throws IOException {
        outletTo("site.test");

        assertThat(client().say(request).head()).containsPattern("^HTTP/1.1 40[03] ");
        assertThat(lookups).isEmpty();
    }

    @Test
    void aHeadThatIsTooLongIsRefusedAndOneThatDoesNotComeIsCut() throws IOException {
        var quick = each(Duration.ofMillis(300), MINUTE);
        outlet("site.test", "", publicly("8.8.8.8"), limits(8, 8, 8, 8, quick));

        var longWinded =
                client().say("CONNECT site.test:443 HTTP/1.1\r\nX: " + "x".repeat(ProxyRequest.MAX_HEAD_BYTES));
        assertThat(longWinded.head()).startsWith("HTTP/1.1 400 ");
        assertThat(client().say("CONNECT ").rest()).isEmpty();
    }

    @Test
    void silenceEndsATunnel() throws IOException {
        var quick = each(Duration.ofMillis(300), Duration.ofMillis(300));
        outlet("site.test:443", "", publicly("8.8.8.8"), limits(8, 8, 8, 8, quick));

        var client = client().connect("site.test:443");
        client.head();

        assertThat(client.read(4)).isEqualTo("echo");
        assertThat(client.rest()).isEmpty();
    }

    @Test
    void oneSessionOneUserAndAllTogetherHaveSoManyConnections() throws IOException {
        var outlets = outlets("site.test:443", dialler("", publicly("8.8.8.8")), limits(8, 1, 2, 3, LONG));
        var sessions = List.of(
                session,
                SandboxUnderTest.newSession(),
                SandboxUnderTest.newSession(),
                sessionOf("ada"),
                sessionOf("bob"));
        sessions.forEach(outlets::open);
        var first = tunnel(sessions.getFirst());
        assertIsToldToComeLater(sessions.getFirst());
        tunnel(sessions.get(1));
        assertIsToldToComeLater(sessions.get(2));
        tunnel(sessions.get(3));
        assertIsToldToComeLater(sessions.get(4));

        first.close();

        await().untilAsserted(() -> assertThat(
                        clientOf(sessions.get(4)).connect("site.test:443").head())
                .startsWith("HTTP/1.1 200 "));
    }

    private OutletClient tunnel(SandboxSpec of) throws IOException {
        var client = clientOf(of).connect("site.test:443");
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");

        return client;
    }

    private void assertIsToldToComeLater(SandboxSpec of) throws IOException {
        assertThat(clientOf(of).connect("site.test:443").head())
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 5");
    }

    @Test
    void whoComesAboveAllBoundsWaitsOutside() throws IOException {
        outlet("site.test:443", "", publicly("8.8.8.8"), limits(1, 1, 1, 1, LONG));
        var first = tunnel(session);
        var second = client().connect("site.test:443");
        assertThat(dialled).hasSize(1);

        first.close();

        assertThat(second.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void whenTheRunEndsItsConnectionsAreCutAndItsSocketIsGone() throws IOException {
        var outlets = outlets("site.test:443", dialler("", publicly("8.8.8.8")), OutletLimits.standard());
        var way = outlets.open(session);
        var tunnel = tunnel(session);
        tunnel.read(4);
        var halfway = client().say("CONNECT ");

        way.close();
        way.close();

        assertThat(tunnel.rest()).isEmpty();
        assertThat(halfway.rest()).isEmpty();
        assertThat(folder().resolve(session.session().toString())).doesNotExist();
        assertThatThrownBy(this::client).isInstanceOf(IOException.class);
    }

    @Test
    void theNextRunsWayTakesTheOldOnesPlaceAndIsNotClosedWithIt() throws IOException {
        var outlets = outlets("site.test:443", dialler("", publicly("8.8.8.8")), OutletLimits.standard());
        var old = outlets.open(session);
        var tunnel = tunnel(session);
        tunnel.read(4);
        outlets.open(session);

        assertThat(tunnel.rest()).isEmpty();
        old.close();
        tunnel(session);
    }

    @Test
    void aWayOutLeavesTheRelayBesideItAlone() throws IOException {
        var outlets = outlets("site.test:443", dialler("", publicly("8.8.8.8")), OutletLimits.standard());
        var own = Files.createDirectories(folder().resolve(session.session().toString()));
        Files.writeString(own.resolve(Relays.KEY), "the relay's");

        outlets.open(session).close();

        assertThat(own.resolve(Relays.KEY)).hasContent("the relay's");
        outlets.discard(session);
        outlets.discard(session);
        assertThat(own).doesNotExist();
    }

    @Test
    void closingAllLeavesNobodyInAndNoThread() throws IOException {
        var outlets = outlets("site.test:443", dialler("", publicly("8.8.8.8")), OutletLimits.standard());
        outlets.open(session);
        var tunnel = tunnel(session);
        tunnel.read(4);

        outlets.close();

        assertThat(tunnel.rest()).isEmpty();
        assertThat(folder()).isEmptyDirectory();
        assertThatThrownBy(() -> outlets.open(session)).isInstanceOf(IllegalStateException.class);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().matches("lucid-(outlet-timer|lookup-.*)")));
    }

    @Test
    void aStartClearsAwayWhatDeadServersLeftAndNothingElse() throws IOException {
        outlets("site.test:443", dialler("", publicly("8.8.8.8")), OutletLimits.standard())
                .open(session);
        var dead = Files.createDirectories(folder().resolve("dead"));
        Files.writeString(dead.resolve(Relays.KEY), "left");
        var later = InstantSource.fixed(Instant.now().plusSeconds(3600));

        keep(new SandboxOutlets(
                folder(), AllowedHosts.NONE, dialler("", publicly("8.8.8.8")), OutletLimits.standard(), later));

        assertThat(dead).doesNotExist();
        tunnel(session);
    }

    private void outletTo(String hosts) throws IOException {
        outlet(hosts, "127.0.0.1", publicly("127.0.0.1"), OutletLimits.standard());
    }

    private void outlet(String hosts, String listed, NameResolver resolver, OutletLimits limits) {
        outlet(hosts, dialler(listed, resolver), limits);
    }

    private void outlet(String hosts, Dialler dialler, OutletLimits limits) {
        outlets(hosts, dialler, limits).open(session);
    }

    private SandboxOutlets outlets(String hosts, Dialler dialler, OutletLimits limits) {
        return keep(new SandboxOutlets(folder(), AllowedHosts.parse(hosts), dialler, limits, InstantSource.system()));
    }

    private Dialler dialler(String listed, NameResolver resolver) {
        return new Dialler(policy(listed), resolver, this::toEcho);
    }

    private static AddressPolicy policy(String listed) {
        return new AddressPolicy(AllowedPrivateHosts.parse(listed));
    }

    /** Remembers where a name was to lead, and leads to the echo. */
    private Socket toEcho(InetSocketAddress address) throws IOException {
        dialled.add(address);

        return new Socket(echo.address().getAddress(), echo.port());
    }

    private NameResolver publicly(String... addresses) {
        return host -> {
            lookups.add(host);
            return List.of(addresses).stream().map(InetAddress::ofLiteral).toList();
        };
    }

    private Path folder() {
        return base.resolve(Relays.FOLDER);
    }

    private static SandboxSpec sessionOf(String user) {
        return new SandboxSpec(
                UserId.ofSubject(user), SandboxUnderTest.newSession().session());
    }

    private static OutletLimits limits(int waiting, int ofSession, int ofUser, int ofAll, ProxyLimits each) {
        return new OutletLimits(
                waiting,
                new OutletLimits.Rate(200, 50),
                new RelaySeats.Most(ofSession, ofUser, ofAll, Duration.ofMillis(100)),
                each);
    }

    private static ProxyLimits each(Duration head, Duration idle) {
        return new ProxyLimits(8, 8, head, Duration.ofSeconds(5), idle, MINUTE);
    }

    private OutletClient client() throws IOException {
        return clientOf(session);
    }

    private OutletClient clientOf(SandboxSpec of) throws IOException {
        return keep(new OutletClient(folder(), of));
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);

        return closeable;
    }
}
