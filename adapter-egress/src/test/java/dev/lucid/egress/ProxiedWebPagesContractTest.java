package dev.lucid.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lucid.port.web.WebPages;
import dev.lucid.testkit.WebPagesContract;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Pages of a real server on the loopback, whose port alone may be asked, keep what the port promises. */
@Timeout(60)
class ProxiedWebPagesContractTest implements WebPagesContract {
    private final CountDownLatch over = new CountDownLatch(1);
    private TestSite site;
    private TestSite other;
    private EgressProxy proxy;
    private ProxiedWebPages pages;

    @BeforeEach
    void start() throws IOException {
        site = TestSite.plain();
        other = TestSite.plain();
        proxy = EgressProxy.start(
                new AddressPolicy(AllowedPrivateHosts.parse("127.0.0.1:" + site.port())),
                NameResolver.system(),
                ProxyCredential.random(new SecureRandom()),
                ProxyLimits.standard());
        pages = new ProxiedWebPages(proxy, PageLimits.standard());
    }

    @AfterEach
    void close() throws IOException {
        over.countDown();
        pages.close();
        proxy.close();
        site.close();
        other.close();
    }

    @Override
    public WebPages pages() {
        return pages;
    }

    @Override
    public URI page(String text) {
        site.page("/page", "text/plain; charset=utf-8", text.getBytes(UTF_8));

        return URI.create(site.url("/page"));
    }

    @Override
    public URI nowhere() {
        return URI.create(site.url("/nowhere"));
    }

    @Override
    public Optional<URI> leadingTo(URI target) {
        var path = "/to" + Integer.toHexString(target.hashCode());
        site.redirect(path, target.toString());

        return Optional.of(URI.create(site.url(path)));
    }

    @Override
    public Optional<URI> silent() {
        site.on("/silent", _ -> {
            try {
                over.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });

        return Optional.of(URI.create(site.url("/silent")));
    }

    @Override
    public URI forbidden() {
        other.page("/", "text/plain", "secret".getBytes(UTF_8));

        return URI.create(other.url("/"));
    }
}
