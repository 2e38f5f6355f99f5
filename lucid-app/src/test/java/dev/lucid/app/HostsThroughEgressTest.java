package dev.lucid.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.egress.AddressPolicy;
import dev.lucid.egress.AllowedPrivateHosts;
import dev.lucid.egress.EgressProxy;
import dev.lucid.egress.NameResolver;
import dev.lucid.egress.ProxyCredential;
import dev.lucid.egress.ProxyLimits;
import dev.lucid.githost.HostSettings;
import dev.lucid.githost.HttpGitHosts;
import dev.lucid.githost.WayOut;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.port.integration.HostAnswer;
import dev.lucid.port.integration.HostAnswer.Reason;
import dev.lucid.testkit.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Git hosts that users name, asked through the real proxy: as the two meet in the program. */
@Timeout(60)
class HostsThroughEgressTest {
    private static final Secret TOKEN = new Secret("glpat-of-somebody");

    @TempDir
    private Path folder;

    private final List<Map<String, List<String>>> shown = new CopyOnWriteArrayList<>();

    private HttpServer server = plain();

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aListedHostIsShownTheTokenAndNothingOfTheWayThere() throws IOException {
        assertThat(username(host("localhost"), host("localhost"))).isEqualTo(new HostAnswer.Given<>("octocat"));

        assertThat(shown)
                .singleElement()
                .satisfies(headers -> assertThat(headers)
                        .containsEntry("Private-token", List.of(TOKEN.reveal()))
                        .doesNotContainKey("Proxy-authorization"));
    }

    @Test
    void aHostOfTheMachineThatNobodyListedIsNotSpokenTo() throws IOException {
        for (String address :
                List.of("http://" + host("127.0.0.1"), "https://" + host("localhost"), "http://[::1]:9")) {
            assertFailed(username("", address), Reason.BAD_ADDRESS, "ALLOWED_PRIVATE_HOSTS");
        }
        assertThat(shown).isEmpty();
    }

    @Test
    void aRedirectIntoTheMachineIsNotFollowed() throws IOException {
        assertFailed(username(host("localhost"), "http://" + host("localhost") + "/moved"), Reason.BAD_ADDRESS, "");
        assertThat(shown).hasSize(1);
    }

    @Test
    void aHostsCertificateStillCounts() throws Exception {
        server.stop(0);
        server = HttpsServer.create(loopback(), 0);
        ((HttpsServer) server).setHttpsConfigurator(new HttpsConfigurator(TestCertificate.forLocalhost(folder)));
        server.createContext("/", this::serve);
        server.start();

        assertFailed(username(host("localhost"), "https://" + host("localhost")), Reason.UNAVAILABLE, "certificate");
        assertThat(shown).isEmpty();
    }

    private HostAnswer<String> username(String listed, String address) throws IOException {
        var credential = ProxyCredential.random(new SecureRandom());
        try (var proxy = EgressProxy.start(
                        new AddressPolicy(AllowedPrivateHosts.parse(listed)),
                        NameResolver.system(),
                        credential,
                        ProxyLimits.standard());
                var hosts = new HttpGitHosts(
                        HostSettings.standard(Optional.empty(), Optional.empty()),
                        () -> new WayOut(
                                proxy.address().getHostString(),
                                proxy.address().getPort(),
                                credential.user(),
                                credential.password()),
                        InstantSource.system())) {
            String whole = address.contains("://") ? address : "http://" + address;
            return hosts.username(new HostAccess(GitProvider.GITLAB, Optional.of(whole), TOKEN));
        }
    }

    private static void assertFailed(HostAnswer<String> answer, Reason reason, String words) {
        assertThat(answer).isInstanceOfSatisfying(HostAnswer.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.message()).contains(words).doesNotContain(TOKEN.reveal());
        });
    }

    private String host(String name) {
        return name + ":" + server.getAddress().getPort();
    }

    private HttpServer plain() {
        try {
            var made = HttpServer.create(loopback(), 0);
            made.createContext("/", this::serve);
            made.start();
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            shown.add(Map.copyOf(exchange.getRequestHeaders()));
            if (exchange.getRequestURI().getPath().startsWith("/moved")) {
                exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/api/v4/user");
                exchange.sendResponseHeaders(301, -1);
                return;
            }
            byte[] body = "{\"username\":\"octocat\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
