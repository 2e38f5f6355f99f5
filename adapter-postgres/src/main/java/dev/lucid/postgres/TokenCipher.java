package dev.lucid.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.port.PortFailure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * Encrypts what must not lie readable in the database: AES-256-GCM with a random IV of 16 bytes, under a key that HKDF
 * (SHA-256) derives from ENCRYPTION_KEY for each purpose. What it is about (its owner, and the provider or the chat) is
 * bound to it, so that it opens in no other row.
 *
 * <p>What earlier systems wrote is opened as well: AES-256-CBC, PKCS#7, the key the SHA-256 of ENCRYPTION_KEY; such rows
 * name no key, and nothing is bound to them. Safe for many threads.
 */
public final class TokenCipher {
    /** Without a key: opens nothing, and refuses to seal. */
    public static final TokenCipher NONE = new TokenCipher(List.of(), Form.GCM);

    private static final int IV_BYTES = 16;
    private static final int TAG_BITS = 128;
    private static final HexFormat HEX = HexFormat.of();

    /** The first is the current one. */
    private final List<CipherKey> keys;

    private final Form form;
    private final SecureRandom random = new SecureRandom();

    /** How tokens of integrations are written. All else is always {@link #GCM}. */
    public enum Form {
        /** Lucid's own. */
        GCM,
        /** The earlier systems', for a database that is shared with one. */
        CBC
    }

    /** What is sealed. Each kind has a key of its own. */
    enum Purpose {
        INTEGRATION,
        CHAT,
        DRAFT
    }

    /**
     * What lies in a row.
     *
     * @param text in lower-case hex, with GCM's tag at its end
     * @param iv 32 lower-case hex characters
     * @param key the name of the key; empty for the earlier systems' form
     */
    record Sealed(String text, String iv, Optional<String> key) {
        Sealed {
            requireNonNull(text, "text");
            requireNonNull(iv, "iv");
            requireNonNull(key, "key");
        }
    }

    /**
     * @param key the ENCRYPTION_KEY
     * @param earlier keys that some rows may still need
     */
    public TokenCipher(Secret key, List<Secret> earlier, Form form) {
        this(Stream.concat(Stream.of(key), earlier.stream()).map(CipherKey::of).toList(), form);
    }

    private TokenCipher(List<CipherKey> keys, Form form) {
        this.keys = keys;
        this.form = requireNonNull(form, "form");
    }

    /** The name of the key that new rows are sealed under, as they show it. */
    public Optional<String> keyName() {
        return current().map(CipherKey::name);
    }

    /** Fails with a message for a person where there is no key. {@code about} says whose row it is. */
    Sealed seal(Purpose purpose, String about, String text) {
        var key = requireKey();
        var iv = new byte[IV_BYTES];
        random.nextBytes(iv);
        boolean original = isOriginal(purpose);
        var sealed = original
                ? original(Cipher.ENCRYPT_MODE, key, iv, text.getBytes(UTF_8))
                : bound(Cipher.ENCRYPT_MODE, key, purpose, about, iv, text.getBytes(UTF_8));
        return new Sealed(
                HEX.formatHex(sealed.orElseThrow()),
                HEX.formatHex(iv),
                original ? Optional.empty() : Optional.of(key.name()));
    }

    /** Fails with a message for a person where there is none. */
    CipherKey requireKey() {
        return current()
                .orElseThrow(() -> new PortFailure.Permanent(
                        "Tokens and keys are kept encrypted, and there is no ENCRYPTION_KEY: set it, for example to what"
                                + " `openssl rand -hex 32` prints."));
    }

    /** Empty where no key opens it, or somebody changed it or moved it. */
    Optional<String> open(Purpose purpose, String about, Sealed sealed) {
        return keys.stream()
                .flatMap(key -> open(key, purpose, about, sealed).stream())
                .findFirst();
    }

    /** Whether it would be sealed in the same form and under the same key again. */
    boolean isCurrent(Purpose purpose, String about, Sealed sealed) {
        return sealed.key().isEmpty() == isOriginal(purpose)
                && current().flatMap(key -> open(key, purpose, about, sealed)).isPresent();
    }

    private Optional<CipherKey> current() {
        return keys.stream().findFirst();
    }

    private boolean isOriginal(Purpose purpose) {
        return form == Form.CBC && purpose == Purpose.INTEGRATION;
    }

    private static Optional<String> open(CipherKey key, Purpose purpose, String about, Sealed sealed) {
        if (sealed.key().isPresent() && !sealed.key().get().equals(key.name())) {
            return Optional.empty();
        }
        try {
            var text = HEX.parseHex(sealed.text());
            var iv = HEX.parseHex(sealed.iv());
            var opened = sealed.key().isPresent()
                    ? bound(Cipher.DECRYPT_MODE, key, purpose, about, iv, text)
                    : original(Cipher.DECRYPT_MODE, key, iv, text);
            return opened.flatMap(TokenCipher::text);
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not even hex
        }
    }

    /** A wrong key may open the original's form by chance, and gives bytes that are rarely a text and never a token. */
    private static Optional<String> text(byte[] bytes) {
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.chars().anyMatch(Character::isISOControl) ? Optional.empty() : Optional.of(text);
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> bound(
            int mode, CipherKey key, Purpose purpose, String about, byte[] iv, byte[] text) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.of(purpose), new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD((purpose + ":" + about).getBytes(UTF_8));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> original(int mode, CipherKey key, byte[] iv, byte[] text) {
        try {
            var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, key.original(), new IvParameterSpec(iv));
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }
}
