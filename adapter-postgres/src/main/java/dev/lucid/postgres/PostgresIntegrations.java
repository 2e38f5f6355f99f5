package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.integration.GitProvider;
import dev.lucid.domain.integration.Integration;
import dev.lucid.port.PortFailure;
import dev.lucid.port.integration.Integrations;
import dev.lucid.postgres.TokenCipher.Purpose;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Integrations in {@code integrations}. Each is read and removed as its user, under row-level security; Lucid writes, for the
 * user that the statement names, as a user who could would send his token wherever he is told to.
 */
final class PostgresIntegrations implements Integrations {
    private static final String COLUMNS = "id, user_id, provider, label, access_token_encrypted, iv,"
            + " external_username, scopes, created_at, host, key_id";
    private static final String SELECT = "select " + COLUMNS + " from public.integrations where user_id = :user ";
    private static final String LIST = SELECT + "order by created_at, id";
    private static final String FIND = SELECT + "and provider = :provider";
    private static final String SAVE = "insert into public.integrations (" + COLUMNS + """
            )
            values (:id, :user, :provider, :label, :token, :iv, :username, :scopes, :created, :host, :key)
            on conflict (user_id, provider) do update
            set label = excluded.label, access_token_encrypted = excluded.access_token_encrypted, iv = excluded.iv,
                external_username = excluded.external_username, scopes = excluded.scopes, host = excluded.host,
                key_id = excluded.key_id
            returning\s""" + COLUMNS;
    private static final String REMOVE =
            "delete from public.integrations where user_id = :user and provider = :provider";

    /** Earlier systems keep the address of a host of somebody's own at the end of the scopes. */
    private static final String HOST_FOLLOWS = "||";

    private final Transactions transactions;
    private final TokenCipher cipher;

    PostgresIntegrations(Transactions transactions, TokenCipher cipher) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.cipher = requireNonNull(cipher, "cipher");
    }

    @Override
    public Integration save(Integration integration, Secret token) {
        var sealed = cipher.seal(
                Purpose.INTEGRATION,
                about(
                        integration.owner().value(),
                        integration.provider().name(),
                        integration.host().map(StorableText::of)),
                token.reveal());
        return transactions.asLucid(
                "keeping the " + integration.provider().lower() + " integration of " + integration.owner(),
                handle -> handle.createQuery(SAVE)
                        .bind("id", integration.id())
                        .bind("user", integration.owner().value())
                        .bind("provider", integration.provider().name())
                        .bind("label", StorableText.of(integration.label()))
                        .bind("token", sealed.text())
                        .bind("iv", sealed.iv())
                        .bind("username", StorableText.of(integration.username()))
                        .bind("scopes", StorableText.of(scopes(integration, sealed)))
                        .bind("created", integration.createdAt().atOffset(ZoneOffset.UTC))
                        .bind("host", column(integration, sealed).orElse(null))
                        .bind("key", sealed.key().orElse(null))
                        .map((row, _) -> integration(row, integration.provider()))
                        .one());
    }

    /** An earlier system that shares the table looks for the host where it would have put it. */
    private static String scopes(Integration integration, Sealed sealed) {
        return integration.scopes()
                + integration
                        .host()
                        .filter(_ -> isShared(integration, sealed))
                        .map(HOST_FOLLOWS::concat)
                        .orElse("");
    }

    /** Empty where the earlier system replaces the token and its host: it does not know this column. */
    private static Optional<String> column(Integration integration, Sealed sealed) {
        return integration.host().filter(_ -> !isShared(integration, sealed)).map(StorableText::of);
    }

    private static boolean isShared(Integration integration, Sealed sealed) {
        return sealed.key().isEmpty() && !integration.scopes().contains(HOST_FOLLOWS);
    }

    @Override
    public List<Integration> list(UserId user) {
        return transactions.asUser(
                user,
                "listing the integrations of " + user,
                handle -> handle.createQuery(LIST).bind("user", user.value()).map((row, _) -> integration(row)).stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Override
    public Optional<Connected> find(UserId user, GitProvider provider) {
        return transactions.asUser(
                user,
                "looking for the " + provider.lower() + " integration of " + user,
                handle -> handle.createQuery(FIND)
                        .bind("user", user.value())
                        .bind("provider", provider.name())
                        .map((row, _) -> new Connected(integration(row, provider), token(row)))
                        .findOne());
    }

    @Override
    public boolean remove(UserId user, GitProvider provider) {
        return transactions.asUser(
                user,
                "removing the " + provider.lower() + " integration of " + user,
                handle -> handle.createUpdate(REMOVE)
                                .bind("user", user.value())
                                .bind("provider", provider.name())
                                .execute()
                        == 1);
    }

    private Secret token(ResultSet row) throws SQLException {
        var provider = row.getString("provider");
        var user = row.getObject("user_id", UUID.class);
        var sealed =
                new Sealed(row.getString("access_token_encrypted"), row.getString("iv"), ChatRow.text(row, "key_id"));
        // A user may write scopes, so a host in there must be one that the token is bound to.
        boolean named = host(row).equals(ChatRow.text(row, "host"));
        var before = Optional.of(about(user, provider)).filter(_ -> named);
        return cipher.open(Purpose.INTEGRATION, about(user, provider, host(row)), sealed)
                .or(() -> before.flatMap(about -> cipher.open(Purpose.INTEGRATION, about, sealed)))
                .map(Secret::new)
                .orElseThrow(() -> new PortFailure.Permanent("The " + provider + " token can't be read: no key that is"
                        + " known here opens it. Connect the account again, or give the earlier key in"
                        + " ENCRYPTION_KEY_OLD."));
    }

    /** Empty for a provider that only another system knows. */
    private static Optional<Integration> integration(ResultSet row) throws SQLException {
        var provider = GitProvider.named(row.getString("provider"));
        return provider.isEmpty() ? Optional.empty() : Optional.of(integration(row, provider.get()));
    }

    private static Integration integration(ResultSet row, GitProvider provider) throws SQLException {
        return new Integration(
                row.getObject("id", UUID.class),
                new UserId(row.getObject("user_id", UUID.class)),
                provider,
                ChatRow.text(row, "external_username").orElse(""),
                ChatRow.text(row, "label").orElse(""),
                ChatRow.text(row, "scopes").orElse(""),
                host(row),
                ChatRow.moment(row, "created_at"));
    }

    /** Where the token is for; empty for the provider's public host. */
    private static Optional<String> host(ResultSet row) throws SQLException {
        var scopes = ChatRow.text(row, "scopes").orElse("");
        int host = scopes.indexOf(HOST_FOLLOWS);
        var atTheEnd = host < 0 ? "" : scopes.substring(host + HOST_FOLLOWS.length());
        return ChatRow.text(row, "host").or(() -> Optional.of(atTheEnd).filter(it -> !it.isBlank()));
    }

    /** What a token is bound to: it opens for no other user, provider or host. */
    private static String about(UUID user, String provider, Optional<String> host) {
        return about(user, provider) + "/" + host.orElse("");
    }

    /** What tokens were bound to before hosts were. */
    static String about(UUID owner, String provider) {
        return owner + "/" + provider;
    }
}
