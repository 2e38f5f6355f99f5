package dev.lucid.githost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryAddressTest {
    @ParameterizedTest
    @CsvSource({
        "https://host.test/a/b.git, https",
        "HTTPS://host.test:8443/a, https",
        "http://host.test/a, http",
        "ssh://git@host.test:22/a/b.git, ssh",
        "git@host.test:a/b.git, ssh",
        "host:a, ssh",
        "/srv/a b.git, file",
        "./a, file",
        "../a:b, file",
        "a, file",
        "file:///srv/a.git, file",
        "file://localhost/srv/a.git, file",
        "/a::b, file"
    })
    void eachKindHasItsOneTransport(String text, String protocol) {
        assertThat(RepositoryAddress.parse(text, Reach.ALSO_THIS_MACHINE).protocol())
                .isEqualTo(protocol);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "--upload-pack=touch /tmp/x",
                "-oProxyCommand=x:y",
                "ext::sh -c touch% /tmp/x",
                "fd::17",
                "EXT::sh",
                "git://host.test/a",
                "ftp://host.test/a",
                "javascript://x/",
                "https://user:word@host.test/a",
                "https://token@host.test/a",
                "https:///a",
                "https://host.test/a?b=c",
                "https://host.test/a#b",
                "ssh://-oProxyCommand=x/a",
                "ssh://git@-host/a",
                "ssh://user:word@host.test/a",
                "ssh://host.test/-a",
                "git@-host:a",
                "git@host:-a",
                "file://other.test/srv/a",
                "https://host.test/a\nb",
                "/a\u0000b",
                "https://ho st.test/a",
                "ext::https://host.test/a"
            })
    void whatCouldChooseAnotherTransportOrAProgramIsRefused(String text) {
        assertThatThrownBy(() -> RepositoryAddress.parse(text, Reach.ALSO_THIS_MACHINE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://u:hunter2@host.test/a",
                "https://u:hunter2@my_host/a",
                "https://u:hunter 2@host.test/a",
                "https://u:hunter/2@host.test/a",
                "ssh://u:hunter2@host.test/a",
                "ftp://u:hunter2@host.test/a",
                "u:hunter2@host.test:a"
            })
    void aPasswordInAnAddressIsNotRepeated(String text) {
        assertThatThrownBy(() -> RepositoryAddress.parse(text, Reach.WEB_ONLY)).hasMessageNotContaining("hunter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/a.git", "file:///srv/a.git", "git@host.test:a", "ssh://host.test/a", "a"})
    void aServerTakesNothingOfItsOwnMachine(String text) {
        assertThatThrownBy(() -> RepositoryAddress.parse(text, Reach.WEB_ONLY))
                .hasMessageContaining("https addresses only");
    }

    @Test
    void pathsAreAbsoluteAndWithoutDots() {
        assertThat(RepositoryAddress.parse("/srv/x/../a.git", Reach.ALSO_THIS_MACHINE))
                .isEqualTo(new RepositoryAddress.Local(Path.of("/srv/a.git")));
        assertThat(RepositoryAddress.parse("-a".substring(1), Reach.ALSO_THIS_MACHINE)
                        .text())
                .startsWith("/");
    }
}
