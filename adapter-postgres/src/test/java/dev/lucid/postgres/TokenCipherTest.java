package dev.lucid.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import dev.lucid.postgres.TokenCipher.Form;
import dev.lucid.postgres.TokenCipher.Purpose;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TokenCipherTest {
    private static final String MINE = "ada/GITHUB";

    private static TokenCipher cipher(String key, Form form, String... earlier) {
        return new TokenCipher(
                new Secret(key), Arrays.stream(earlier).map(Secret::new).toList(), form);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void whatIsSealedOpens(Form form) {
        var cipher = cipher("key", form);

        for (var text : List.of("ghp_x", "schön \uD83D\uDD11", "x".repeat(16_384))) {
            var sealed = cipher.seal(Purpose.INTEGRATION, MINE, text);

            assertThat(cipher.open(Purpose.INTEGRATION, MINE, sealed)).contains(text);
            assertThat(sealed.text())
                    .matches("[0-9a-f]+")
                    .doesNotContain(HexFormat.of().formatHex(text.getBytes(UTF_8)));
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void theIvIs32HexCharactersAndAnotherEachTime(Form form) {
        var cipher = cipher("key", form);

        var one = cipher.seal(Purpose.INTEGRATION, MINE, "ghp_x");
        var other = cipher.seal(Purpose.INTEGRATION, MINE, "ghp_x");

        assertThat(one.iv()).matches("[0-9a-f]{32}").isNotEqualTo(other.iv());
        assertThat(one.text()).isNotEqualTo(other.text());
    }

    @Test
    void withoutAKeyTheErrorNamesEncryptionKey() {
        assertThatThrownBy(() -> TokenCipher.NONE.seal(Purpose.INTEGRATION, MINE, "ghp_x"))
                .isInstanceOf(PortFailure.Permanent.class)
                .hasMessageContaining("ENCRYPTION_KEY")
                .hasMessageNotContaining("ghp_x");
    }

    @Test
    void aRowTellsWhichKeyItNeeds() {
        var old = cipher("old", Form.GCM);
        var sealed = old.seal(Purpose.CHAT, MINE, "ghp_x");

        assertThat(sealed.key())
                .isEqualTo(old.keyName())
                .isNotEqualTo(cipher("new", Form.GCM).keyName());
        assertThat(cipher("new", Form.GCM).open(Purpose.CHAT, MINE, sealed)).isEmpty();
        assertThat(cipher("new", Form.GCM, "older", "old").open(Purpose.CHAT, MINE, sealed))
                .contains("ghp_x");
    }

    @Test
    void whatWasMovedOrChangedDoesNotOpen() {
        var cipher = cipher("key", Form.GCM);
        var sealed = cipher.seal(Purpose.INTEGRATION, MINE, "ghp_x");
        var changed =
                (sealed.text().startsWith("0") ? "1" : "0") + sealed.text().substring(1);

        assertThat(cipher.open(Purpose.INTEGRATION, "eve/GITHUB", sealed)).isEmpty();
        assertThat(cipher.open(Purpose.INTEGRATION, "ada/GITLAB", sealed)).isEmpty();
        assertThat(cipher.open(Purpose.CHAT, MINE, sealed)).isEmpty();
        assertThat(cipher.open(Purpose.INTEGRATION, MINE, new Sealed(changed, sealed.iv(), sealed.key())))
                .isEmpty();
        assertThat(cipher.open(Purpose.INTEGRATION, MINE, new Sealed("no hex", "at all", sealed.key())))
                .isEmpty();
        assertThat(cipher.open(Purpose.INTEGRATION, MINE, new Sealed("", "", Optional.empty())))
                .isEmpty();
    }

    @Test
    void theEarlierSystemsFormIsReadAndWritten() throws Exception {
        var iv = "00112233445566778899aabbccddeeff";
        var theirs = Cipher.getInstance("AES/CBC/PKCS5Padding");
        var key = new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest("key".getBytes(UTF_8)), "AES");
        theirs.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(HexFormat.of().parseHex(iv)));
        var row = new Sealed(HexFormat.of().formatHex(theirs.doFinal("ghp_x".getBytes(UTF_8))), iv, Optional.empty());

        assertThat(cipher("key", Form.GCM).open(Purpose.INTEGRATION, MINE, row)).contains("ghp_x");
        assertThat(cipher("new", Form.GCM, "key").open(Purpose.INTEGRATION, MINE, row))
                .contains("ghp_x");

        var ours = cipher("key", Form.CBC).seal(Purpose.INTEGRATION, MINE, "ghp_x");
        theirs.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(HexFormat.of().parseHex(ours.iv())));
        assertThat(theirs.doFinal(HexFormat.of().parseHex(ours.text()))).isEqualTo("ghp_x".getBytes(UTF_8));
        assertThat(ours.key()).isEmpty();
    }

    /** Nobody shares those rows, so they are always bound to where they are. */
    @Test
    void onlyTokensOfIntegrationsAreWrittenInTheEarlierForm() {
        assertThat(cipher("key", Form.CBC).seal(Purpose.CHAT, MINE, "ghp_x").key())
                .isPresent();
    }

    @Test
    void aWrongKeyNeverGivesAText() {
        for (int i = 0; i < 2000; i++) {
            var sealed = cipher("key", Form.CBC).seal(Purpose.INTEGRATION, MINE, "ghp_" + "x".repeat(36));

            assertThat(cipher("another", Form.GCM).open(Purpose.INTEGRATION, MINE, sealed))
                    .isEmpty();
        }
    }
}
