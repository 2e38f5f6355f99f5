package dev.lucid.javalin;

import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys of a JSON Web Key Set (RFC 7517), by their ids. Each key has one algorithm, which its kind determines:
 * RS256 for RSA, ES256 for the curve P-256. Keys of other kinds, for other uses or too short are left out.
 */
record KeySet(Map<String, Algorithm> keys) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_KEYS = 64;
    private static final int MIN_RSA_BITS = 2048;

    KeySet {
        keys = Map.copyOf(keys);
    }

    /** Fails if that is no key set. */
    static KeySet read(byte[] document) throws IOException {
        var list = JSON.readTree(document).path("keys");
        if (!list.isArray()) {
            throw new IOException("The answer is no key set");
        }
        Map<String, Algorithm> keys = new HashMap<>();
        for (var i = 0; i < list.size() && i < MAX_KEYS; i++) {
            var key = list.get(i);
            algorithm(key)
                    .ifPresent(algorithm -> keys.putIfAbsent(key.path("kid").asText(""), algorithm));
        }

        return new KeySet(keys);
    }

    /** The key of that id. A token that names none can mean the only one there is. */
    Optional<Algorithm> find(Optional<String> id) {
        if (id.isPresent()) {
            return Optional.ofNullable(keys.get(id.get()));
        }
        return keys.size() == 1 ? keys.values().stream().findFirst() : Optional.empty();
    }

    private static Optional<Algorithm> algorithm(JsonNode key) {
        try {
            return switch (key.path("kty").asText("")) {
                case "RSA" -> isFor(key, "RS256") ? rsa(key) : Optional.empty();
                case "EC" -> isFor(key, "ES256") ? p256(key) : Optional.empty();
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean isFor(JsonNode key, String algorithm) {
        return List.of("", algorithm).contains(key.path("alg").asText(""))
                && List.of("", "sig").contains(key.path("use").asText(""));
    }

    private static Optional<Algorithm> rsa(JsonNode key) throws GeneralSecurityException {
        var spec = new RSAPublicKeySpec(number(key, "n"), number(key, "e"));
        if (spec.getModulus().bitLength() < MIN_RSA_BITS) {
            return Optional.empty();
        }

        return Optional.of(
                Algorithm.RSA256((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec), null));
    }

    private static Optional<Algorithm> p256(JsonNode key) throws GeneralSecurityException {
        if (!key.path("crv").asText("").equals("P-256")) {
            return Optional.empty();
        }
        var curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        var spec = new ECPublicKeySpec(
                new ECPoint(number(key, "x"), number(key, "y")), curve.getParameterSpec(ECParameterSpec.class));

        return Optional.of(
                Algorithm.ECDSA256((ECPublicKey) KeyFactory.getInstance("EC").generatePublic(spec), null));
    }

    private static BigInteger number(JsonNode key, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(key.path(name).asText("")));
    }
}
