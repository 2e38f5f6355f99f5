package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.Secret;
import dev.lucid.postgres.TokenCipher.Form;
import dev.lucid.postgres.TokenCipher.Purpose;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the earlier encryption of tokens promised: by the names of its own tests, in both forms. */
class EncryptionTest {
    private static final String MINE = "user/GITHUB";

    @ParameterizedTest
    @EnumSource
    void encryptDecryptRoundTrip(Form form) {
        var cipher = cipher(form);

        var sealed = cipher.seal(Purpose.INTEGRATION, MINE, "ghp_supersecrettoken12345");

        assertThat(sealed.text()).isNotEqualTo("ghp_supersecrettoken12345");
        assertThat(sealed.iv()).hasSize(32);
        assertThat(cipher.open(Purpose.INTEGRATION, MINE, sealed)).contains("ghp_supersecrettoken12345");
    }

    @ParameterizedTest
    @EnumSource
    void differentTokensProduceDifferentCiphertext(Form form) {
        assertThat(cipher(form).seal(Purpose.INTEGRATION, MINE, "token_aaa").text())
                .isNotEqualTo(cipher(form)
                        .seal(Purpose.INTEGRATION, MINE, "token_bbb")
                        .text());
    }

    @ParameterizedTest
    @EnumSource
    void sameTokenDifferentIvEachCall(Form form) {
        assertThat(cipher(form).seal(Purpose.INTEGRATION, MINE, "same_token").iv())
                .isNotEqualTo(cipher(form)
                        .seal(Purpose.INTEGRATION, MINE, "same_token")
                        .iv());
    }

    @Test
    void missingEncryptionKeyRaises() {
        assertThatThrownBy(() -> TokenCipher.NONE.seal(Purpose.INTEGRATION, MINE, "anything"))
                .hasMessageContaining("ENCRYPTION_KEY");
    }

    private static TokenCipher cipher(Form form) {
        return new TokenCipher(new Secret("test_key_32chars_minimum_length!"), List.of(), form);
    }
}
