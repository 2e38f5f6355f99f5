package dev.lucid.domain.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryRefTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:secret@example.com/r.git",
                "HTTPS://me:secret@example.com/r.git",
                "https://token@example.com/r.git",
                "https://me:se/cret@example.com/r.git",
                "http://:secret@example.com/r.git",
                "ssh://git:secret@example.com/r.git",
                "git:secret@example.com:r.git"
            })
    void aCredentialInAnAddressIsSeen(String address) {
        assertThat(ref(address).holdsCredential()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com/r.git",
                "https://example.com:8443/@scope/r.git",
                "https://example.com/@scope/a:b.git",
                "ssh://git@example.com/r.git",
                "ssh://git@example.com:22/r.git",
                "git@example.com:me/r.git",
                "git@example.com:me/r@2.git",
                "file:///home/me/r@2",
                "/home/me/a:b@c",
                "."
            })
    void otherAddressesHoldNone(String address) {
        assertThat(ref(address).holdsCredential()).isFalse();
    }

    private static RepositoryRef ref(String address) {
        return new RepositoryRef(address, Optional.empty(), Author.LUCID);
    }
}
