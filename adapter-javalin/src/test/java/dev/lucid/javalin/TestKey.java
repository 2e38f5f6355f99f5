package dev.lucid.javalin;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTCreator;
import com.auth0.jwt.algorithms.Algorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A key pair of a test: signs tokens, and is published. */
record TestKey(String id, KeyPair pair, Algorithm algorithm) {
    static TestKey rsa(String id) {
        return rsa(id, 2048);
    }

    static TestKey rsa(String id, int bits) {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            var pair = generator.generateKeyPair();
            return new TestKey(
                    id, pair, Algorithm.RSA256((RSAPublicKey) pair.getPublic(), (RSAPrivateKey) pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static TestKey p256(String id) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var pair = generator.generateKeyPair();
            return new TestKey(
                    id, pair, Algorithm.ECDSA256((ECPublicKey) pair.getPublic(), (ECPrivateKey) pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token of that subject, good for an hour from then. */
    String token(String subject, Instant now) {
        return sign(JWT.create().withSubject(subject).withExpiresAt(now.plusSeconds(3600)));
    }

    String sign(JWTCreator.Builder token) {
        return token.withKeyId(id).sign(algorithm);
    }

    PublicKey open() {
        return pair.getPublic();
    }

    /** Those keys as they are published. */
    static String set(TestKey... keys) {
        return Stream.of(keys).map(TestKey::published).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    private String published() {
        return switch (pair.getPublic()) {
            case RSAPublicKey rsa ->
                "{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                        .formatted(id, number(rsa.getModulus()), number(rsa.getPublicExponent()));
            case ECPublicKey ec ->
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
                        .formatted(
                                id,
                                number(ec.getW().getAffineX()),
                                number(ec.getW().getAffineY()));
            default -> throw new IllegalStateException("No key of a test");
        };
    }

    private static String number(BigInteger number) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(number.toByteArray());
    }

    /** A token as somebody else puts it together, with that signature. */
    static String forged(String header, String claims, byte[] signature) {
        return List.of(header.getBytes(StandardCharsets.UTF_8), claims.getBytes(StandardCharsets.UTF_8), signature)
                .stream()
                .map(part -> Base64.getUrlEncoder().withoutPadding().encodeToString(part))
                .collect(Collectors.joining("."));
    }
}
