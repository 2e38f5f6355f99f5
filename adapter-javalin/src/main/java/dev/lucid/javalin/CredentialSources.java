package dev.lucid.javalin;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * What credentials are checked against. Without any of it nobody is let in.
 *
 * @param tokenSecret with which tokens of the algorithm HS256 are signed
 * @param publishedKeys the address of a JSON Web Key Set: the keys of tokens of the algorithms RS256 and ES256
 * @param internalKey shown by the operator's own programs, which may act as any user
 */
public record CredentialSources(
        Optional<Secret> tokenSecret, Optional<URI> publishedKeys, Optional<Secret> internalKey) {
    public CredentialSources {
        requireNonNull(tokenSecret, "tokenSecret");
        requireNonNull(publishedKeys, "publishedKeys");
        requireNonNull(internalKey, "internalKey");
    }

    /** Where a Supabase project of that address publishes its keys. */
    public static URI keysOf(URI supabase) {
        var base = supabase.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + "auth/v1/.well-known/jwks.json");
    }
}
