package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.port.integration.Integrations;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all {@link Integrations} promise. Say what is under test and who uses it; inherit the tests. */
public interface IntegrationsContract {
    /** The integrations under test; the same ones for the whole of a test. */
    Integrations integrations();

    /** A user who has no integrations when a test begins. */
    UserId user();

    /** Another one. */
    UserId stranger();

    @Test
    default void anIntegrationIsFoundAsItWasSavedWithItsToken() {
        for (var provider : GitProvider.values()) {
            var saved = integration(provider, "ada", Optional.empty());

            assertThat(integrations().save(saved, token("first"))).isEqualTo(saved);
            assertThat(integrations().find(user(), provider))
                    .contains(new Integrations.Connected(saved, token("first")));
        }
    }

    @Test
    default void aHostOfSomebodysOwnIsKept() {
        var saved = integration(GitProvider.GITLAB, "ada", Optional.of("https://git.example.com:8443/code"));
        integrations().save(saved, token("first"));

        assertThat(integrations().list(user())).containsExactly(saved);
        assertThat(integrations()
                        .find(user(), GitProvider.GITLAB)
                        .orElseThrow()
                        .access()
                        .host())
                .contains("https://git.example.com:8443/code");
    }

    @Test
    default void whatIsSavedAgainTakesThePlaceOfTheEarlierOne() {
        var first = integration(GitProvider.GITLAB, "ada", Optional.of("https://git.example.com"));
        integrations().save(first, token("first"));
        var second = born(
                integration(GitProvider.GITLAB, "grace", Optional.empty()),
                first.createdAt().plusSeconds(60));

        var kept = integrations().save(second, token("second"));

        var expected = new Integration(
                first.id(),
                user(),
                GitProvider.GITLAB,
                "grace",
                second.label(),
                second.scopes(),
                Optional.empty(),
                first.createdAt());
        assertThat(kept).isEqualTo(expected);
        assertThat(integrations().list(user())).containsExactly(expected);
        assertThat(integrations().find(user(), GitProvider.GITLAB))
                .contains(new Integrations.Connected(expected, token("second")));
    }

    @Test
    default void theOldestIsListedFirst() {
        var older = integration(GitProvider.GITLAB, "ada", Optional.empty());
        var newer = born(
                integration(GitProvider.GITHUB, "ada", Optional.empty()),
                older.createdAt().plusSeconds(60));
        integrations().save(newer, token("newer"));
        integrations().save(older, token("older"));
        integrations().save(older, token("again"));

        assertThat(integrations().list(user())).containsExactly(older, newer);
    }

    @Test
    default void whatWasRemovedIsGone() {
        integrations().save(integration(GitProvider.GITHUB, "ada", Optional.empty()), token("first"));

        assertThat(integrations().remove(user(), GitProvider.GITLAB)).isFalse();
        assertThat(integrations().remove(user(), GitProvider.GITHUB)).isTrue();

        assertThat(integrations().find(user(), GitProvider.GITHUB)).isEmpty();
        assertThat(integrations().list(user())).isEmpty();
        assertThat(integrations().remove(user(), GitProvider.GITHUB)).isFalse();
    }

    @Test
    default void anotherUserSeesNothingAndRemovesNothing() {
        var saved = integration(GitProvider.GITHUB, "ada", Optional.empty());
        integrations().save(saved, token("first"));

        assertThat(integrations().list(stranger())).isEmpty();
        assertThat(integrations().find(stranger(), GitProvider.GITHUB)).isEmpty();
        assertThat(integrations().remove(stranger(), GitProvider.GITHUB)).isFalse();
        assertThat(integrations().list(user())).containsExactly(saved);
    }

    @Test
    default void eachUserHasTheirOwn() {
        var mine = integration(GitProvider.GITHUB, "ada", Optional.empty());
        var theirs = new Integration(
                Facts.uuid(),
                stranger(),
                GitProvider.GITHUB,
                "grace",
                "grace (github)",
                "repo,workflow",
                Optional.empty(),
                mine.createdAt());
        integrations().save(mine, token("mine"));
        integrations().save(theirs, token("theirs"));

        assertThat(integrations().find(user(), GitProvider.GITHUB))
                .contains(new Integrations.Connected(mine, token("mine")));
        assertThat(integrations().find(stranger(), GitProvider.GITHUB))
                .contains(new Integrations.Connected(theirs, token("theirs")));
        integrations().remove(stranger(), GitProvider.GITHUB);
    }

    @Test
    default void whateverTheTokenHoldsItIsGivenBack() {
        var integration = integration(GitProvider.GITHUB, "ada", Optional.empty());
        for (var odd : new String[] {"x", "a b", "schön \uD83D\uDD11", "x".repeat(16_384)}) {
            integrations().save(integration, new Secret(odd));

            assertThat(integrations()
                            .find(user(), GitProvider.GITHUB)
                            .orElseThrow()
                            .token()
                            .reveal())
                    .isEqualTo(odd);
        }
    }

    @Test
    default void whateverTheHostCallsTheAccountItIsKept() {
        integrations().save(integration(GitProvider.GITHUB, "a\0\uD800b", Optional.empty()), token("first"));

        assertThat(integrations().find(user(), GitProvider.GITHUB)).isPresent();
    }

    private Integration integration(GitProvider provider, String username, Optional<String> host) {
        return new Integration(
                Facts.uuid(),
                user(),
                provider,
                username,
                username + " (" + provider.lower() + ")",
                "repo,workflow",
                host,
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static Integration born(Integration integration, Instant at) {
        return new Integration(
                integration.id(),
                integration.owner(),
                integration.provider(),
                integration.username(),
                integration.label(),
                integration.scopes(),
                integration.host(),
                at);
    }

    private static Secret token(String name) {
        return new Secret("token-" + name);
    }
}
