package dev.lucid.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class NameBasedIdTest {
    @Test
    void isWhatTheStandardsExampleSays() {
        var dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        // RFC 9562, appendix A.4
        assertThat(NameBasedId.of(dns, "www.example.com"))
                .isEqualTo(UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
    }

    @Test
    void aSubjectThatIsAUuidIsTheUser() {
        assertThat(UserId.ofSubject("2ED6657D-e927-568b-95e1-2665a8aea6a2"))
                .hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @Test
    void anyOtherSubjectIsAlwaysTheSameUser() {
        assertThat(UserId.ofSubject("user-123")).isEqualTo(UserId.ofSubject("user-123"));
        assertThat(UserId.ofSubject("user-123")).isNotEqualTo(UserId.ofSubject("user-124"));
        assertThat(UserId.ofSubject("1-1-1-1-1").value().version()).isEqualTo(5);
    }
}
