package dev.lucid.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.change.GitTraffic.Answer;
import dev.lucid.port.change.GitTraffic.Remote;
import dev.lucid.port.change.GitTraffic.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What all {@link GitTraffic} promises to whoever sends it bytes; that a real git understands it is for each adapter to
 * show. Say what is under test; inherit the tests.
 */
public interface GitTrafficContract {
    /** The traffic under test, the same one for the whole of a test. */
    GitTraffic traffic();

    /** A session of a repository with a branch {@code main}, whose origin wants a token and is given it. */
    Remote remote();

    /** The names of the branches that the origin has. */
    Set<String> branchesAtOrigin();

    @Test
    default void theOriginsBranchesAreToldToWhoWantsToRead() {
        var answer = ask("GET", "/info/refs", "service=git-upload-pack", Map.of(), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/x-git-upload-pack-advertisement");
        assertThat(text(answer)).startsWith("001e# service=git-upload-pack\n").contains(" refs/heads/main\n");
    }

    @Test
    default void whoWantsToWriteIsToldWhatThereIs() {
        var answer = ask("GET", "/info/refs", "service=git-receive-pack", Map.of(), "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/x-git-receive-pack-advertisement");
        assertThat(text(answer)).startsWith("001f# service=git-receive-pack\n").contains("report-status");
    }

    @Test
    default void whatIsNoRequestOfGitsIsRefused() {
        for (var line : List.of(
                "GET /info/refs ",
                "GET /info/refs service=git-upload-archive",
                "GET /info/refs service=git-upload-pack&x=y",
                "POST /info/refs service=git-upload-pack",
                "GET /HEAD ",
                "GET /objects/info/packs ",
                "GET /../other.git/info/refs service=git-upload-pack",
                "GET /./info/refs service=git-upload-pack",
                "GET //info/refs service=git-upload-pack",
                "GET /%2e%2e/info/refs service=git-upload-pack",
                "POST /git-upload-pack x",
                "POST /git-upload-archive ",
                "GET /git-receive-pack ",
                "GET  ")) {
            var words = line.split(" ", 3);
            var answer = ask(words[0], words[1], words[2], Map.of("content-type", type("git-upload-pack")), "0000");

            assertThat(answer.status()).as(line).isBetween(400, 499);
            assertThat(text(answer)).as(line).isNotBlank();
        }
    }

    @Test
    default void whatIsNoBranchOfLucidsIsNotWritten() {
        var before = branchesAtOrigin();
        for (var reference : List.of(
                "refs/heads/main",
                "refs/heads/other",
                "refs/heads/lucid",
                "refs/heads/lucid/../main",
                "refs/tags/lucid/x",
                "lucid/x",
                "HEAD",
                "refs/lucid/heads/lucid/x")) {
            assertThat(push("0".repeat(40) + " " + "1".repeat(40) + " " + reference))
                    .contains("ng " + reference + " ");
        }
        assertThat(branchesAtOrigin()).isEqualTo(before);
    }

    @Test
    default void noBranchIsRemoved() {
        var before = branchesAtOrigin();

        assertThat(push("1".repeat(40) + " " + "0".repeat(40) + " refs/heads/lucid/x"))
                .contains("ng refs/heads/lucid/x ");
        assertThat(branchesAtOrigin()).isEqualTo(before);
    }

    @Test
    default void anotherRepositorysTokenOpensNothing() {
        var remote = remote();
        var stranger = new Remote(
                remote.session(), remote.repository(), java.util.Optional.of(new Secret("no-token-of-anybody")));
        var request = request("GET", "/info/refs", "service=git-upload-pack", Map.of(), "");

        var answer = traffic().answer(stranger, request, new RaisableStop());

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.headers()).doesNotContainKey("WWW-Authenticate");
        assertThat(text(answer)).isNotBlank().doesNotContain("no-token-of-anybody");
    }

    private String push(String command) {
        var line = command + "\0report-status";
        var body = String.format("%04x", line.length() + 4) + line + "0000";
        var answer = ask("POST", "/git-receive-pack", "", Map.of("content-type", type("git-receive-pack")), body);

        assertThat(answer.status()).isEqualTo(200);
        return text(answer);
    }

    private static String type(String program) {
        return "application/x-" + program + "-request";
    }

    private Answer ask(String method, String path, String query, Map<String, String> headers, String body) {
        return traffic().answer(remote(), request(method, path, query, headers, body), new RaisableStop());
    }

    private static Request request(String method, String path, String query, Map<String, String> headers, String body) {
        return new Request(method, path, query, headers, new ByteArrayInputStream(body.getBytes(ISO_8859_1)));
    }

    private static String text(Answer answer) {
        try (InputStream body = answer.body()) {
            return new String(body.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
