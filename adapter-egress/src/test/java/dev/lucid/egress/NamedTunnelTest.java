package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tunnels to hosts that are named without a port: whoever shares their address is not reached through them. */
@Timeout(60)
class NamedTunnelTest {
    private static final String UNRECOGNISED_NAME = "\u0015\u0003\u0003\u0000\u0002\u0002p";
    private static final int RECORD_HEAD = 5;

    @TempDir
    private Path base;

    private OutletsUnderTest outlets;
    private SandboxSpec session;

    @BeforeEach
    void open() throws IOException {
        outlets = new OutletsUnderTest(
                base,
                "*.pypi.org, raw.test:443, raw.test:80",
                OutletsUnderTest.publicly(),
                OutletsUnderTest.limits(8, 8, 32, Duration.ofSeconds(5)));
        session = outlets.sessionOf("ada");
    }

    @AfterEach
    void close() throws Exception {
        outlets.close();
    }

    @Test
    void aTunnelThroughWhichTlsNamesItsHostCarriesAllThatIsSaid() throws IOException {
        var hello = hello("WWW.pypi.org");
        var client = tunnel("www.pypi.org:443").say(hello).say("and more");

        assertThat(client.read(4 + hello.length() + 8)).isEqualTo("echo" + hello + "and more");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 100})
    void aHelloMayComeInManyRecordsAndPieces(int size) throws IOException {
        var hello = inRecordsOf(size, hello("www.pypi.org"));
        var client = tunnel("www.pypi.org:443");
        for (var from = 0; from < hello.length(); from += 50) {
            client.say(hello.substring(from, Math.min(hello.length(), from + 50)));
        }

        assertThat(client.read(4 + hello.length())).isEqualTo("echo" + hello);
    }

    @ParameterizedTest
    @ValueSource(strings = {"files.pypi.org", "pypi.org", "evil.test", "www.pypi.org.evil.test"})
    void tlsThatNamesAnotherHostIsToldThatThereIsNoneAndReachesNobody(String other) throws IOException {
        assertThat(tunnel("www.pypi.org:443").say(hello(other)).rest()).isEqualTo(UNRECOGNISED_NAME);
    }

    @Test
    void tlsThatNamesNobodyReachesNobody() throws IOException {
        assertThat(tunnel("www.pypi.org:443").say(hello()).rest()).isEqualTo(UNRECOGNISED_NAME);
    }

    @Test
    void aNameThatStandsAloneIsTheOne() throws IOException {
        var hello = made(extension(entry("www.pypi.org")));

        assertThat(tunnel("www.pypi.org:443").say(hello).read(4)).isEqualTo("echo");
    }

    /** Which of them a server takes for the name is its own affair. */
    @Test
    void whatCanBeReadInTwoWaysReachesNobody() throws IOException {
        var mine = entry("www.pypi.org");
        var his = entry("evil.test");
        var ambiguous = List.of(
                made(extension(mine) + extension(his)),
                made(extension(mine) + extension(mine)),
                made(extension(mine + his)),
                made("\u0000\u0000" + sized(2, sized(2, mine) + his)),
                made(extension("\u0001" + mine.substring(1))),
                made(extension(mine), "more of the hello"),
                record(made(extension(mine)).substring(RECORD_HEAD) + "more in the record"));
        for (var hello : ambiguous) {
            assertThat(tunnel("www.pypi.org:443").say(hello).rest()).isEqualTo(UNRECOGNISED_NAME);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n",
                "SSH-2.0-x\r\n",
                "\u0016\u0003\u0001\u0000\u0000",
                "\u0016\u0003\u0001\u00ff\u00ff",
                "\u0016\u0003\u0001\u0000\u0004\u0002\u0000\u0000\u0000",
                "\u0016\u0003\u0001\u0000\u0004\u0001\u00ff\u00ff\u00ff",
                "\u0016\u0003\u0001\u0000\u0004\u0001\u0000\u0000\u0000",
                "\u0016\u0003\u0001\u0000\u0009\u0001\u0000\u0000\u0005hello"
            })
    void whatIsNoHelloReachesNobody(String said) throws IOException {
        assertThat(tunnel("www.pypi.org:443").say(said).rest()).isIn("", UNRECOGNISED_NAME);
    }

    @Test
    void noTunnelLeadsToThePortOfPlainRequests() throws IOException {
        var client = outlets.client(session).connect("www.pypi.org:80");

        assertThat(client.head()).startsWith("HTTP/1.1 403 ").contains("SANDBOX_ALLOWED_HOSTS with its port");
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 443})
    void whereThePortIsWrittenATunnelCarriesAnything(int port) throws IOException {
        assertThat(tunnel("raw.test:" + port).say("SSH-2.0-x").read(13)).isEqualTo("echoSSH-2.0-x");
    }

    private OutletClient tunnel(String authority) throws IOException {
        var client = outlets.client(session).connect(authority);
        assertThat(client.head()).startsWith("HTTP/1.1 200 ");

        return client;
    }

    /** What a true client says first to these. */
    private static String hello(String... names) throws SSLException {
        var engine = tls().createSSLEngine();
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setServerNames(
                Stream.of(names).<SNIServerName>map(SNIHostName::new).toList());
        engine.setSSLParameters(parameters);
        var hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);

        return ISO_8859_1.decode(hello.flip()).toString();
    }

    private static SSLContext tls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String inRecordsOf(int size, String hello) {
        var records = new StringBuilder();
        for (var from = RECORD_HEAD; from < hello.length(); from += size) {
            records.append(record(hello.substring(from, Math.min(hello.length(), from + size))));
        }

        return records.toString();
    }

    private static String record(String fragment) {
        return "\u0016\u0003\u0001" + sized(2, fragment);
    }

    private static String sized(int bytes, String text) {
        var length = new StringBuilder();
        for (var i = bytes - 1; i >= 0; i--) {
            length.append((char) ((text.length() >> (8 * i)) & 0xff));
        }

        return length + text;
    }

    /** A hello with these extensions, and what comes after them. */
    private static String made(String extensions, String... more) {
        var ciphers = "\u0013\u0001";
        var hello = "\u0003\u0003" + "r".repeat(32) + sized(1, "") + sized(2, ciphers) + sized(1, "\u0000");

        return record("\u0001" + sized(3, hello + sized(2, extensions) + String.join("", more)));
    }

    private static String extension(String entries) {
        return "\u0000\u0000" + sized(2, sized(2, entries));
    }

    private static String entry(String host) {
        return "\u0000" + sized(2, host);
    }
}
