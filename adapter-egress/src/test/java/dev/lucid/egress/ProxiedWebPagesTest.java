package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.port.StopSignal;
import dev.lucid.port.web.WebPages.Fetched;
import dev.lucid.testkit.RaisableStop;
import dev.lucid.testkit.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProxiedWebPagesTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private TestSite site;

    @BeforeEach
    void startSite() throws IOException {
        site = keep(TestSite.plain());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void aPageComesAsReadableText() {
        site.page("/", "text/html; charset=utf-8", """
                <html><head><title>Garden</title><style>p{}</style></head><body><script>evil()</script>
                <h1>Tomatoes</h1><p>Water   them
                <b>daily</b>.</p><ul><li>red<li>yellow</ul><pre>a\n  b</pre><a href="/more">Read on</a></body></html>
                """.getBytes(UTF_8));

        assertThat(fetch("/"))
                .isEqualTo(new Fetched.Page(URI.create(site.url("/")), """
                Garden

                # Tomatoes

                Water them daily.

                - red
                - yellow

                a
                  b

                Read on <%s>""".formatted(site.url("/more")), false));
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain; charset=ISO-8859-1, ISO-8859-1",
        "text/plain; charset=\"windows-1252\", windows-1252",
        "text/plain, UTF-8",
        "text/plain; charset=nonsense, UTF-8",
        "application/json, UTF-8",
        "text/plain; charset=UTF-16BE, UTF-16BE"
    })
    void textIsDecodedByItsCharset(String type, String charset) {
        site.page("/", type, "Käse für 5 £".getBytes(java.nio.charset.Charset.forName(charset)));

        assertThat(text(fetch("/"))).isEqualTo("Käse für 5 £");
    }

    @Test
    void htmlIsDecodedByItsOwnWordWhereTheServerIsSilent() {
        site.page("/", "text/html", "<meta charset=ISO-8859-1><p>Käse".getBytes(ISO_8859_1));

        assertThat(text(fetch("/"))).isEqualTo("Käse");
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/pdf", "application/octet-stream", "video/mp4"})
    void whatIsNotTextIsRefusedByItsType(String type) {
        site.page("/", type, new byte[] {1, 2, 3});

        assertThat(refusal(fetch("/"))).contains(type).contains("not text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain"})
    void bytesThatClaimToBeTextAreLookedAt(String type) {
        site.page("/", type, new byte[] {'P', 'K', 3, 4, 0, 0, 7});

        assertThat(refusal(fetch("/"))).contains("not text");
    }

    @Test
    void aLongPageIsCutAndSaysSo() {
        site.page("/", "text/plain", "x".repeat(1_000_001).getBytes(UTF_8));
        site.page("/fits", "text/plain", "x".repeat(1_000_000).getBytes(UTF_8));

        assertThat(fetch("/")).isInstanceOfSatisfying(Fetched.Page.class, page -> {
            assertThat(page.text()).hasSize(1_000_000);
            assertThat(page.truncated()).isTrue();
        });
        assertThat(fetch("/fits"))
                .isInstanceOfSatisfying(
                        Fetched.Page.class, page -> assertThat(page.truncated()).isFalse());
    }

    @Test
    void aPackedPageIsUnpackedUpToTheLimit() throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("y".repeat(50_000_000).getBytes(UTF_8));
        }
        site.on("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(200, packed.size());
            packed.writeTo(exchange.getResponseBody());
        });

        assertThat(fetch("/")).isInstanceOfSatisfying(Fetched.Page.class, page -> {
            assertThat(page.text()).hasSize(1_000_000);
            assertThat(page.truncated()).isTrue();
        });
    }

    @Test
    void fiveRedirectsAreFollowedAndSixAreNot() {
        site.page("/0", "text/plain", "there".getBytes(UTF_8));
        for (int i = 1; i <= 6; i++) {
            site.redirect("/" + i, "/" + (i - 1) + "#part");
        }

        assertThat(text(fetch("/5"))).isEqualTo("there");
        assertThat(refusal(fetch("/6"))).contains("redirects more than 5 times");
    }

    @Test
    void aRedirectToAnotherPrivateAddressIsRefusedUnseen() throws IOException {
        var secret = keep(TestSite.plain());
        secret.page("/", "text/plain", "secret".getBytes(UTF_8));
        site.redirect("/", secret.url("/"));
        site.redirect("/metadata", "http://169.254.169.254/latest/meta-data/");
        site.redirect("/file", "file:///etc/passwd");

        assertThat(refusal(fetch("/"))).contains("loopback");
        assertThat(refusal(fetch("/metadata"))).contains("link-local");
        assertThat(refusal(fetch("/file"))).contains("Only http and https");
        assertThat(secret.requests()).isEmpty();
    }

    @Test
    void aPageOnAPrivateAddressIsRefusedWithItsReason() throws IOException {
        var pages = pages("");

        assertThat(refusal(pages.fetch(URI.create(site.url("/")), NEVER)))
                .contains("'localhost'")
                .contains("loopback")
                .contains("ALLOWED_PRIVATE_HOSTS");
        assertThat(site.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://example.org/",
                "https://user:word@example.org/",
                "https:///path",
                "jar:file:/a!/b",
                "relative",
                "https://example.org:99999/"
            })
    void addressesThatCanNotBeFetchedAreRefused(String address) throws IOException {
        assertThat(refusal(pages("").fetch(URI.create(address), NEVER))).contains(address);
    }

    @Test
    void anAnswerWithoutSuccessTellsItsStatusAndItsWords() {
        site.on("/", exchange -> {
            byte[] body = "No such tomato".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(404, body.length);
            exchange.getResponseBody().write(body);
        });

        assertThat(refusal(fetch("/"))).contains("status 404").contains("No such tomato");
    }

    @Test
    void aPageThatTakesTooLongIsGivenUp() throws IOException {
        var never = new CountDownLatch(1);
        open.add(never::countDown);
        site.on("/", exchange -> awaitQuietly(never));
        site.on("/half", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitQuietly(never);
        });
        var pages = pages(
                "127.0.0.1", new PageLimits(1_000, 5, Duration.ofMillis(700)), defaultTrust(), NameResolver.system());

        assertThat(refusal(pages.fetch(URI.create(site.url("/")), NEVER))).contains("took longer");
        assertThat(refusal(pages.fetch(URI.create(site.url("/half")), NEVER))).contains("took longer");
    }

    @Test
    void aStopEndsAFetchAtOnce() throws Exception {
        var asked = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        open.add(never::countDown);
        site.on("/", exchange -> {
            asked.countDown();
            awaitQuietly(never);
        });
        var stop = new RaisableStop();
        Thread.ofVirtual().start(() -> {
            awaitQuietly(asked);
            stop.raise();
        });

        assertThat(refusal(pages("127.0.0.1").fetch(URI.create(site.url("/")), stop)))
                .contains("stopped");
    }

    @Test
    void aServerThatBreaksOffIsAFailureWithAReason() throws IOException {
        site.on("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            throw new IOException("breaks off");
        });

        assertThat(refusal(fetch("/"))).contains("broke off");
    }

    @Test
    void pagesComeOverTlsAndTheServerNeverSeesTheProxysCredential(@TempDir Path folder) throws Exception {
        SSLContext certificate = TestCertificate.forLocalhost(folder);
        var secure = keep(TestSite.tls(certificate));
        secure.page("/", "text/plain", "safe".getBytes(UTF_8));
        secure.redirect("/down", site.url("/"));
        site.page("/", "text/plain", "plain".getBytes(UTF_8));
        var pages = pages("127.0.0.1", PageLimits.standard(), certificate, NameResolver.system());

        assertThat(text(pages.fetch(URI.create(secure.url("/")), NEVER))).isEqualTo("safe");
        assertThat(refusal(pages.fetch(URI.create(secure.url("/down")), NEVER))).contains("from https to plain http");
        assertThat(text(pages.fetch(URI.create(site.url("/")), NEVER))).isEqualTo("plain");
        assertThat(secure.headerNames()).noneMatch(name -> name.startsWith("Proxy-"));
        assertThat(site.headerNames()).noneMatch(name -> name.startsWith("Proxy-"));
    }

    @Test
    void aCertificateNobodyVouchesForIsAFailure(@TempDir Path folder) throws Exception {
        var secure = keep(TestSite.tls(TestCertificate.forLocalhost(folder)));
        secure.page("/", "text/plain", "safe".getBytes(UTF_8));

        assertThat(refusal(pages("127.0.0.1").fetch(URI.create(secure.url("/")), NEVER)))
                .contains("could not be read");
        assertThat(secure.requests()).isEmpty();
    }

    @Test
    void aTunnelThatIsRefusedTellsWhy() throws IOException {
        var pages =
                pages("", PageLimits.standard(), defaultTrust(), host -> List.of(InetAddress.ofLiteral("10.0.0.1")));

        assertThat(refusal(pages.fetch(URI.create("https://intranet.test/"), NEVER)))
                .contains("'intranet.test' leads to a private address");
    }

    private static final StopSignal NEVER = new RaisableStop();

    private Fetched fetch(String path) {
        try {
            return pages("127.0.0.1:" + site.port()).fetch(URI.create(site.url(path)), NEVER);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ProxiedWebPages pages(String exceptions) throws IOException {
        return pages(exceptions, PageLimits.standard(), defaultTrust(), NameResolver.system());
    }

    private ProxiedWebPages pages(String exceptions, PageLimits limits, SSLContext trust, NameResolver resolver)
            throws IOException {
        var proxy = keep(EgressProxy.start(
                new AddressPolicy(AllowedPrivateHosts.parse(exceptions)),
                resolver,
                ProxyCredential.random(new SecureRandom()),
                ProxyLimits.standard()));
        return keep(new ProxiedWebPages(proxy, limits, trust));
    }

    private static SSLContext defaultTrust() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Page.class);
        return ((Fetched.Page) fetched).text();
    }

    private static String refusal(Fetched fetched) {
        assertThat(fetched).isInstanceOf(Fetched.Refused.class);
        return ((Fetched.Refused) fetched).message();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }
}
