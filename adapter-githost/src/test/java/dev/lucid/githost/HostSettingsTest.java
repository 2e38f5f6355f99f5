package dev.lucid.githost;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostSettingsTest {
    @Test
    void repositoriesLieBesideTheApi() {
        assertThat(standard(Optional.empty(), Optional.empty()))
                .returns("https://github.com", HostSettings::githubHome)
                .returns("https://gitlab.com", HostSettings::gitlabHome);
        assertThat(standard(
                        Optional.of("https://git.example.com/api/v3/"), Optional.of("https://git.example.com/lab/")))
                .returns("https://git.example.com", HostSettings::githubHome)
                .returns("https://git.example.com/lab", HostSettings::gitlabHome);
        assertThat(standard(Optional.of("http://127.0.0.1:8443"), Optional.of("http://127.0.0.1:8443/api/v4")))
                .returns("http://127.0.0.1:8443", HostSettings::githubHome)
                .returns("http://127.0.0.1:8443", HostSettings::gitlabHome);
    }

    private static HostSettings standard(Optional<String> github, Optional<String> gitlab) {
        return HostSettings.standard(github.map(URI::create), gitlab.map(URI::create));
    }
}
