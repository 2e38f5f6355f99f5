package dev.lucid.javalin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.Identity.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalModeTest {
    private final LocalMode localMode = new LocalMode(List.of("http://localhost:3000", "https://Lucid.Example/"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8000",
                "LOCALHOST:8000",
                "127.0.0.1",
                "127.0.0.1:8000",
                "127.8.9.1",
                "[::1]",
                "[::1]:8000"
            })
    void hostsThatNameThisMachineAreLetIn(String host) {
        assertThat(localMode.refusal(request("Host: " + host))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost@evil.example",
                "evil.example#localhost",
                "0.0.0.0:8000",
                "192.168.1.5",
                "::1",
                "localhost:",
                "localhost:8000, evil.example"
            })
    void otherHostsAreRefused(String host) {
        assertThat(localMode.refusal(request("Host: " + host))).hasValueSatisfying(refusal -> {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.detail()).contains("localhost");
        });
    }

    @Test
    void requestsWithoutOrWithTwoHostsAreRefused() {
        assertThat(localMode.refusal(request())).isPresent();
        assertThat(localMode.refusal(request("Host: localhost", "Host: localhost")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8000",
                "HTTP://LocalHost:8000",
                "http://localhost:3000",
                "https://lucid.example"
            })
    void ownAndAllowedOriginsAreLetIn(String origin) {
        assertThat(localMode.refusal(request("Host: localhost:8000", "Origin: " + origin)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "http://evil.example",
                "http://localhost",
                "http://localhost:8001",
                "https://localhost:8000",
                "http://127.0.0.1:8000",
                "http://localhost:8000.evil.example",
                "http://localhost:3000 http://evil.example",
                "file://"
            })
    void otherOriginsAreRefused(String origin) {
        assertThat(localMode.refusal(request("Host: localhost:8000", "Origin: " + origin)))
                .hasValueSatisfying(refusal -> assertThat(refusal.detail()).contains("ALLOWED_ORIGINS"));
    }

    @Test
    void twoOriginsAreRefused() {
        assertThat(localMode.refusal(request(
                        "Host: localhost:8000", "Origin: http://localhost:8000", "Origin: http://localhost:3000")))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "sec-fetch-site: Cross-Site",
                "Forwarded: for=10.0.0.1",
                "X-Forwarded-For: 10.0.0.1",
                "X-FORWARDED-HOST: localhost",
                "X-Forwarded-Proto: https"
            })
    void whatOtherSitesSendAndWhatWasForwardedIsRefused(String header) {
        assertThat(localMode.refusal(request("Host: localhost", header))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "same-site", "none"})
    void whatOwnPagesAndPeopleSendIsLetIn(String site) {
        assertThat(localMode.refusal(request("Host: localhost", "Sec-Fetch-Site: " + site)))
                .isEmpty();
    }

    @Test
    void whoIsLetInIsTheLocalUser() {
        assertThat(localMode.user(request("Host: localhost"))).isEqualTo(new Known(UserId.LOCAL));
        assertThat(localMode.isFitForNetworks()).isFalse();
    }

    private static Request request(String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        for (var header : headers) {
            var colon = header.indexOf(": ");
            all.computeIfAbsent(header.substring(0, colon), _ -> new ArrayList<>())
                    .add(header.substring(colon + 2));
        }
        return new Request("GET", all);
    }
}
