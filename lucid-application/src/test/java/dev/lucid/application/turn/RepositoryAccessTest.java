package dev.lucid.application.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.application.turn.RepositoryAccess.Host;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.memory.InMemoryGitHosts;
import dev.lucid.memory.InMemoryIntegrations;
import dev.lucid.port.integration.HostAccess;
import dev.lucid.testkit.Facts;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token is worth as much as everything that its owner may do: each address here that is not the host's gets none. */
class RepositoryAccessTest {
    private static final Secret TOKEN = new Secret("token-of-the-owner");
    private static final Secret OWN = new Secret("token-of-the-chat");

    private final TestLucid world = new TestLucid();
    private final InMemoryIntegrations integrations = new InMemoryIntegrations();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/o/r",
                "https://github.com/o/r.git",
                "https://github.com/o/r/",
                "HTTPS://GitHub.COM/o/r",
                "https://github.com:443/o/r"
            })
    void theOwnersTokenIsShownToItsHost(String address) {
        connect(GitProvider.GITHUB, Optional.empty());

        assertThat(access(address).token()).contains(TOKEN);
        assertThat(access(address).host())
                .isEqualTo(new Host.Known(new HostAccess(GitProvider.GITHUB, Optional.empty(), TOKEN)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://github.com/o/r",
                "https://github.com",
                "https://github.com:8443/o/r",
                "https://github.com:80/o/r",
                "https://github.com./o/r",
                "https://github.com.evil.example/o/r",
                "https://evilgithub.com/o/r",
                "https://www.github.com/o/r",
                "https://api.github.com/o/r",
                "https://github.com@evil.example/o/r",
                "https://github.com:443@evil.example/o/r",
                "https://evil.example@github.com/o/r",
                "https://github.com\\@evil.example/o/r",
                "https://evil.example\\@github.com/o/r",
                "https://evil.example/@github.com/o/r",
                "https://evil.example/github.com/o/r",
                "https://evil.example#@github.com/o/r",
                "https://evil.example?@github.com/o/r",
                "https://github.com\t.evil.example/o/r",
                "https://g\u0131thub.com/o/r",
                "https://github\u3002com/o/r",
                "https://github.com%2eevil.example/o/r",
                "https:github.com/o/r",
                "https:///github.com/o/r",
                " https://github.com/o/r",
                "ssh://git@github.com/o/r",
                "git@github.com:o/r.git",
                "github.com/o/r",
                "/srv/github.com/o/r",
                "file://github.com/o/r",
                "ext::https://github.com/o/r"
            })
    void noOtherHostIsShownIt(String address) {
        connect(GitProvider.GITHUB, Optional.empty());

        assertThat(access(address).token()).isEmpty();
        assertThat(access(address).host()).isInstanceOf(Host.Unknown.class);
    }

    @Test
    void aHostOfSomebodysOwnIsShownItsTokenAndThePublicOneIsNot() {
        connect(GitProvider.GITLAB, Optional.of("https://git.example.com/code"));

        assertThat(access("https://git.example.com/code/o/r").token()).contains(TOKEN);
        for (var other : new String[] {
            "https://git.example.com/o/r",
            "https://git.example.com/codes/o/r",
            "https://git.example.com/code/../o/r",
            "https://git.example.com/code/%2e%2E/o/r",
            "https://git.example.com:8443/code/o/r",
            "https://git.example.com.evil.example/code/o/r",
            "http://git.example.com/code/o/r",
            "https://gitlab.com/o/r",
            "https://github.com/o/r"
        }) {
            assertThat(access(other).token()).as(other).isEmpty();
        }
        assertThat(access("https://gitlab.com/o/r").host())
                .isEqualTo(new Host.WithoutToken(GitProvider.GITLAB, "https://gitlab.com"));
    }

    @Test
    void aHostThatSpeaksNoTlsIsOneOnlyIfItWasConnectedSo() {
        connect(GitProvider.GITLAB, Optional.of("http://git.intern:8080"));

        assertThat(access("http://git.intern:8080/o/r").token()).contains(TOKEN);
        assertThat(access("https://git.intern:8080/o/r").token()).isEmpty();
        assertThat(access("http://git.intern/o/r").token()).isEmpty();
    }

    @Test
    void anothersTokenIsNotShown() {
        connect(GitProvider.GITHUB, Optional.empty(), UserId.ofSubject("stranger"));

        assertThat(access("https://github.com/o/r").token()).isEmpty();
        assertThat(access("https://github.com/o/r").host())
                .isEqualTo(new Host.WithoutToken(GitProvider.GITHUB, "https://github.com"));
    }

    @Test
    void theChatsOwnTokenComesBeforeTheOwners() {
        connect(GitProvider.GITHUB, Optional.empty());
        var own = new ChatSecrets(Optional.of(OWN), Optional.empty());

        assertThat(access("https://github.com/o/r", own).token()).contains(OWN);
        assertThat(access("https://github.com/o/r", own).host())
                .isEqualTo(new Host.Known(new HostAccess(GitProvider.GITHUB, Optional.empty(), OWN)));
    }

    @Test
    void theChatsOwnTokenIsForTheAddressThatItWasGivenWith() {
        var own = new ChatSecrets(Optional.of(OWN), Optional.empty());

        assertThat(access("https://git.example.com/o/r", own).token()).contains(OWN);
        assertThat(access("https://git.example.com/o/r", own).host()).isInstanceOf(Host.Unknown.class);
        assertThat(access("https://gitlab.example.com:8443/o/r", own).host())
                .isEqualTo(new Host.Known(
                        new HostAccess(GitProvider.GITLAB, Optional.of("https://gitlab.example.com:8443"), OWN)));
        for (var nowhere : new String[] {"ssh://git@example.com/o/r", "/srv/r", "https://me@example.com/o/r"}) {
            assertThat(access(nowhere, own).token()).as(nowhere).isEmpty();
            assertThat(access(nowhere, own).host()).as(nowhere).isInstanceOf(Host.Unknown.class);
        }
    }

    private void connect(GitProvider provider, Optional<String> host) {
        connect(provider, host, UserId.LOCAL);
    }

    private void connect(GitProvider provider, Optional<String> host, UserId owner) {
        integrations.save(
                new Integration(Facts.uuid(), owner, provider, "ada", "ada", "repo", host, Instant.EPOCH), TOKEN);
    }

    private RepositoryAccess access(String address) {
        return access(address, ChatSecrets.NONE);
    }

    private RepositoryAccess access(String address, ChatSecrets secrets) {
        var chat = world.newChatOnARepository(address, true, secrets);
        var profile = world.store.load(chat).orElseThrow();
        var redaction = new Redaction();

        return new RepositoryAccess(
                profile,
                new Credentials(world.store, profile, redaction),
                integrations,
                new InMemoryGitHosts(),
                redaction);
    }
}
