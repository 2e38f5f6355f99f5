package dev.lucid.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EgressProxyTest {
    private static final String TLS_HELLO = "\u0016\u0003\u0001hello";

    private final List<AutoCloseable> open = new ArrayList<>();
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
    void aTunnelToAListedAddressCarriesBytesBothWays() throws IOException {
        var proxy = proxy("127.0.0.1:" + echo.port(), NameResolver.system());
        var client = client(proxy);

        client.connect("localhost:" + echo.port(), ProxyClient.basic(proxy));
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        client.say("over the wire");

        assertThat(client.read(17)).isEqualTo("echoover the wire");
    }

    @Test
    void loopbackIsRefusedWithAReasonUnlessListed() throws IOException {
        var proxy = proxy("", NameResolver.system());
        var client = client(proxy);

        client.connect("127.0.0.1:" + echo.port(), ProxyClient.basic(proxy));

        assertThat(client.head()).startsWith("HTTP/1.1 403 ");
        assertThat(client.rest()).contains("loopback").contains("ALLOWED_PRIVATE_HOSTS");
        assertThat(echo.connections()).isZero();
    }

    /** Spellings that resolvers take for 127.0.0.1; whatever they come to, they don't come to the loopback. */
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost"})
    void otherSpellingsOfLoopbackAreNotConnected(String host) throws IOException {
        var proxy = proxy("", NameResolver.system());
        var client = client(proxy);

        client.connect(host + ":" + echo.port(), ProxyClient.basic(proxy));

        assertThat(client.head()).containsPattern("^HTTP/1.1 (400|403|502) ");
        assertThat(echo.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic bHVjaWQ6", "Bearer x", "Basic", "bearer"})
    void whoHasNoCredentialIsToldSoAndNothingIsDialled(String authorization) throws IOException {
        var proxy = proxy("127.0.0.1", NameResolver.system());
        var client = client(proxy);

        client.connect("127.0.0.1:" + echo.port(), authorization);

        assertThat(client.head()).startsWith("HTTP/1.1 407 ").contains("Proxy-Authenticate: Basic");
        assertThat(echo.connections()).isZero();
    }

    @Test
    void credentialsDifferAndDoNotPrint() {
        var one = ProxyCredential.random(new SecureRandom());
        var other = ProxyCredential.random(new SecureRandom());

        assertThat(one.accepts(other.bearer())).isFalse();
        assertThat(one.accepts(one.bearer())).isTrue();
        assertThat(one.toString()).doesNotContain(one.password());
    }

    /** The second answer would lead elsewhere: it is never asked for. */
    @Test
    void aNameIsResolvedOnceAndExactlyThatAddressIsDialled() throws IOException {
        var lookups = new AtomicInteger();
        keep(new EchoServer("127.0.0.2", echo.port(), "two!"));
        var proxy = proxy(
                "127.0.0.2",
                host -> List.of(InetAddress.ofLiteral(lookups.getAndIncrement() == 0 ? "127.0.0.2" : "127.0.0.1")));
        var client = client(proxy);

        client.connect("rebind.test:" + echo.port(), ProxyClient.basic(proxy));

        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
        assertThat(client.read(4)).isEqualTo("two!");
        assertThat(lookups).hasValue(1);
    }

    @Test
    void aReboundNameIsRefusedAtItsNextConnection() throws IOException {
        var lookups = new AtomicInteger();
        var dialled = new CopyOnWriteArrayList<InetSocketAddress>();
        NameResolver rebinding =
                host -> List.of(InetAddress.ofLiteral(lookups.getAndIncrement() == 0 ? "8.8.8.8" : "169.254.169.254"));
        var proxy = proxy("", rebinding, ProxyLimits.standard(), address -> {
            dialled.add(address);
            return new Socket(echo.address().getAddress(), echo.port());
        });

        var first = client(proxy);
        first.connect("rebind.test:443", ProxyClient.basic(proxy));
        assertThat(first.head()).startsWith("HTTP/1.1 200 ");
        var second = client(proxy);
        second.connect("rebind.test:443", ProxyClient.basic(proxy));

        assertThat(second.head()).startsWith("HTTP/1.1 403 ");
        assertThat(dialled).containsExactly(new InetSocketAddress(InetAddress.ofLiteral("8.8.8.8"), 443));
    }

    @Test
    void aTunnelToThePublicCarriesTlsAndNothingElse() throws IOException {
        var proxy = toPublic();

        var tls = client(proxy);
        tls.connect("example.org:443", ProxyClient.basic(proxy));
        tls.head();
        tls.say(TLS_HELLO);
        assertThat(tls.read(4 + TLS_HELLO.length())).isEqualTo("echo" + TLS_HELLO);

        var plain = client(proxy);
        plain.connect("example.org:443", ProxyClient.basic(proxy));
        plain.head();
        plain.say("GET / HTTP/1.1\r\n\r\n");
        assertThat(restOf(plain)).isEmpty();
    }

    @Test
    void deadAddressesAreSkippedForALivingOne() throws IOException {
        var proxy = proxy(
                "",
                host -> List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("8.8.4.4")),
                ProxyLimits.standard(),
                address -> {
                    if (address.getAddress().equals(InetAddress.ofLiteral("8.8.8.8"))) {
                        throw new IOException("dead");
                    }
                    return new Socket(echo.address().getAddress(), echo.port());
                });
        var client = client(proxy);

        client.connect("example.org:443", ProxyClient.basic(proxy));

        assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void unknownNamesAndDeadPortsAreABadGateway() throws IOException {
        var proxy = proxy("127.0.0.1", host -> {
            if (host.equals("nowhere.test")) {
                throw new UnknownHostException(host);
            }
            return List.of(InetAddress.ofLiteral("127.0.0.1"));
        });
        int freePort = freePort();

        var unknown = client(proxy);
        unknown.connect("nowhere.test:443", ProxyClient.basic(proxy));
        assertThat(unknown.head()).startsWith("HTTP/1.1 502 ");
        assertThat(unknown.rest()).contains("'nowhere.test' is not known");

        var dead = client(proxy);
        dead.connect("here.test:" + freePort, ProxyClient.basic(proxy));
        assertThat(dead.head()).startsWith("HTTP/1.1 502 ");
    }

    @Test
    void aPlainRequestIsForwardedWithoutTheProxysOwnHeaders() throws IOException {
        var proxy = proxy("127.0.0.1", NameResolver.system());
        var client = client(proxy);

        client.say("POST http://127.0.0.1:" + echo.port() + "/a/b?c=d HTTP/1.1\r\nHost: elsewhere.test\r\n"
                + "Proxy-Authorization: " + ProxyClient.basic(proxy)
                + "\r\nX-Kept: yes\r\nConnection: keep-alive\r\nContent-Length: 4\r\n\r\nbody");

        String seen = "POST /a/b?c=d HTTP/1.1\r\nHost: 127.0.0.1:" + echo.port()
                + "\r\nX-Kept: yes\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody";
        assertThat(client.read(4 + seen.length())).isEqualTo("echo" + seen);
    }

    @Test
    void plainHttpToThePublicIsRefused() throws IOException {
        var proxy = toPublic();
        var client = client(proxy);

        client.say("GET http://example.org/ HTTP/1.1\r\nProxy-Authorization: " + ProxyClient.basic(proxy) + "\r\n\r\n");

        assertThat(client.head()).startsWith("HTTP/1.1 403 ");
        assertThat(client.rest()).contains("use https");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n\r\n",
                "\r\n\r\n",
                "CONNECT example.org:443\r\n\r\n",
                "CONNECT exa mple.org:443 HTTP/1.1\r\n\r\n",
                "CONNECT user@example.org:443 HTTP/1.1\r\n\r\n",
                "CONNECT example.org:99999 HTTP/1.1\r\n\r\n",
                "GET https://example.org/ HTTP/1.1\r\n\r\n",
                "GET ftp://example.org/ HTTP/1.1\r\n\r\n",
                "GET http://user:word@example.org/ HTTP/1.1\r\n\r\n",
                "CONNECT example.org:443 HTTP/1.1\r\nno colon\r\n\r\n",
                "CONNECT example.org:443 HTTP/1.1\r\nBad Name: x\r\n\r\n",
                "CONNECT example.org:443 HTTP/1.1\r\nX: a\nY: b\r\n\r\n"
            })
    void malformedRequestsAreAnsweredAsSuch(String request) throws IOException {
        var client = client(proxy("", NameResolver.system()));

        client.say(request);

        assertThat(client.head()).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void anEndlessHeadIsCutOff() throws IOException {
        var client = client(proxy("", NameResolver.system()));

        client.say("CONNECT example.org:443 HTTP/1.1\r\nX: " + "x".repeat(ProxyRequest.MAX_HEAD_BYTES));

        assertThat(client.head()).startsWith("HTTP/1.1 400 ");
        assertThat(client.rest()).contains("longer than");
    }

    @Test
    void aHeadThatDoesNotComeEndsTheConnection() throws IOException {
        var client = client(proxy("", NameResolver.system(), limits(8, 300, 60_000, 60_000)));

        client.say("CONNECT ");

        assertThat(restOf(client)).isEmpty();
    }

    @Test
    void silenceEndsATunnelAndTalkKeepsIt() throws IOException {
        var idle = Duration.ofMillis(700);
        var proxy = proxy("127.0.0.1", NameResolver.system(), limits(8, 5_000, (int) idle.toMillis(), 60_000));
        ProxyClient client;
        do {
            client = tunnel(proxy);
        } while (!talksFor(idle.multipliedBy(2), client, idle));

        assertThat(restOf(client)).isEmpty();
    }

    /** Whether there was talk all the time; if this machine made a pause, there was none, and nothing is shown. */
    private static boolean talksFor(Duration time, ProxyClient client, Duration idle) {
        long start = System.nanoTime();
        for (long last = start; last - start < time.toNanos(); ) {
            boolean answered = answersTo(client);
            long now = System.nanoTime();
            if (now - last >= idle.toNanos()) {
                return false;
            }
            assertThat(answered).as("a tunnel in use stays open").isTrue();
            last = now;
        }

        return true;
    }

    @Test
    void theTotalTimeEndsEvenABusyTunnel() throws IOException {
        var proxy = proxy("127.0.0.1", NameResolver.system(), limits(8, 5_000, 60_000, 2_000));
        var client = tunnel(proxy);

        int echoes = 0;
        while (answersTo(client)) {
            echoes++;
        }

        assertThat(echoes).isPositive();
    }

    @Test
    void connectionsAboveTheLimitWaitForAFreeOne() throws IOException {
        var proxy = proxy("127.0.0.1", NameResolver.system(), limits(1, 5_000, 60_000, 60_000));
        var first = client(proxy);
        first.connect("127.0.0.1:" + echo.port(), ProxyClient.basic(proxy));
        first.head();
        await().untilAsserted(() -> assertThat(echo.connections()).isEqualTo(1));
        var second = client(proxy);
        second.connect("127.0.0.1:" + echo.port(), ProxyClient.basic(proxy));
        assertThat(echo.connections()).isEqualTo(1);

        first.close();

        assertThat(second.head()).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void oneHostDoesNotGetAllConnections() throws IOException {
        var proxy = proxy("127.0.0.1", NameResolver.system(), limits(3, 1, 5_000, 60_000, 60_000));
        var first = tunnel(proxy);
        var second = client(proxy);
        second.connect("127.0.0.1:" + echo.port(), ProxyClient.basic(proxy));

        assertThat(second.head()).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5");
        assertThat(second.rest()).contains("'127.0.0.1'");
        var other = client(proxy);
        other.connect("localhost:" + echo.port(), ProxyClient.basic(proxy));
        assertThat(other.head()).startsWith("HTTP/1.1 200 ");

        first.close();
        await().untilAsserted(() -> {
            var third = client(proxy);
            third.connect("127.0.0.1:" + echo.port(), ProxyClient.basic(proxy));
            assertThat(third.head()).startsWith("HTTP/1.1 200 ");
        });
    }

    @Test
    void closingTheProxyCutsItsTunnels() throws IOException {
        var proxy = proxy("127.0.0.1", NameResolver.system());
        var client = client(proxy);
        client.connect("127.0.0.1:" + echo.port(), ProxyClient.basic(proxy));
        client.head();
        client.read(4);

        proxy.close();

        assertThat(restOf(client)).isEmpty();
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> new ProxyClient(proxy)).isInstanceOf(IOException.class));
    }

    private EgressProxy toPublic() throws IOException {
        return proxy(
                "",
                host -> List.of(InetAddress.ofLiteral("8.8.8.8")),
                ProxyLimits.standard(),
                address -> new Socket(echo.address().getAddress(), echo.port()));
    }

    private EgressProxy proxy(String exceptions, NameResolver resolver) throws IOException {
        return proxy(exceptions, resolver, ProxyLimits.standard());
    }

    private EgressProxy proxy(String exceptions, NameResolver resolver, ProxyLimits limits) throws IOException {
        return proxy(exceptions, resolver, limits, Connector.direct(limits.dial()));
    }

    private EgressProxy proxy(String exceptions, NameResolver resolver, ProxyLimits limits, Connector connector)
            throws IOException {
        var dialler = new Dialler(new AddressPolicy(AllowedPrivateHosts.parse(exceptions)), resolver, connector);
        return keep(EgressProxy.start(dialler, ProxyCredential.random(new SecureRandom()), limits));
    }

    private static ProxyLimits limits(int connections, int head, int idle, int total) {
        return limits(connections, connections, head, idle, total);
    }

    private static ProxyLimits limits(int connections, int toOneHost, int head, int idle, int total) {
        return new ProxyLimits(
                connections,
                toOneHost,
                Duration.ofMillis(head),
                Duration.ofSeconds(5),
                Duration.ofMillis(idle),
                Duration.ofMillis(total));
    }

    /** Through the proxy to the echo, which has greeted. */
    private ProxyClient tunnel(EgressProxy proxy) throws IOException {
        var client = client(proxy);
        client.connect("127.0.0.1:" + echo.port(), ProxyClient.basic(proxy));
        client.head();
        client.read(4);
        return client;
    }

    private ProxyClient client(EgressProxy proxy) throws IOException {
        return keep(new ProxyClient(proxy));
    }

    private static int freePort() throws IOException {
        try (var socket = new java.net.ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean answersTo(ProxyClient client) {
        try {
            client.say("x");
            return client.read(1).equals("x");
        } catch (IOException e) {
            return false;
        }
    }

    /** What still comes; a reset ends it as well as a proper end does. */
    private static String restOf(ProxyClient client) {
        try {
            return client.rest();
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("The connection stays open", e);
        } catch (IOException e) {
            return "";
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }
}
