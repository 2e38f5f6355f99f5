package dev.lucid.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.postgres.TokenCipher.Purpose;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is derived from one ENCRYPTION_KEY: a key for each purpose, the key as earlier systems make it, and a name, which
 * rows show.
 */
final class CipherKey {
    private static final int KEY_BYTES = 32;
    private static final int NAME_BYTES = 8;

    private final String name;
    private final Map<Purpose, SecretKey> keys = new EnumMap<>(Purpose.class);
    private final SecretKey original;

    private CipherKey(byte[] secret) throws GeneralSecurityException {
        var derivation = KDF.getInstance("HKDF-SHA256");
        this.name = HexFormat.of().formatHex(derivation.deriveData(about(secret, "name", NAME_BYTES)));
        for (var purpose : Purpose.values()) {
            keys.put(
                    purpose,
                    derivation.deriveKey(
                            "AES", about(secret, "key of " + purpose.name().toLowerCase(Locale.ROOT), KEY_BYTES)));
        }
        this.original = new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(secret), "AES");
    }

    static CipherKey of(Secret secret) {
        try {
            return new CipherKey(secret.reveal().getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java 25 has HKDF and SHA-256", e);
        }
    }

    private static HKDFParameterSpec about(byte[] secret, String what, int bytes) {
        return HKDFParameterSpec.ofExtract()
                .addIKM(secret)
                .thenExpand(("lucid token encryption, " + what).getBytes(UTF_8), bytes);
    }

    String name() {
        return name;
    }

    SecretKey of(Purpose purpose) {
        return requireNonNull(keys.get(purpose), "Each purpose has a key");
    }

    SecretKey original() {
        return original;
    }
}
