package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.postgres.TokenCipher.Purpose;
import dev.lucid.postgres.TokenCipher.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Brings all that lies encrypted under the newest key: opens each row with whichever key does, and seals it again. May be
 * cut and run again, runs beside servers that know both keys, and loses nothing to a row that is written meanwhile. Safe
 * for many threads.
 */
public final class Rekeying {
    private static final int BATCH = 100;
    private static final UUID BEGINNING = new UUID(0, 0);

    private static final List<Place> PLACES = List.of(
            new Place(Purpose.INTEGRATION, "integrations", """
                    select id, user_id || '/' || provider || '/'
                            || coalesce(host, nullif(btrim(substr(scopes, nullif(strpos(scopes, '||'), 0) + 2)), ''), '')
                            as about,
                        case when host is null and strpos(scopes, '||') > 0 then '' else user_id || '/' || provider end
                            as about_before, access_token_encrypted as secrets, iv, key_id
                    from public.integrations where id > :after order by id limit :limit""", """
                    update public.integrations set access_token_encrypted = :secrets, iv = :iv, key_id = :key
                    where id = :id and access_token_encrypted = :old"""),
            new Place(Purpose.CHAT, "lucid.chat_secrets", """
                    select session_id as id, user_id || '/' || session_id as about,
                        user_id || '/' || session_id as about_before, secrets, iv, key_id
                    from lucid.chat_secrets join public.chat_sessions on id = session_id
                    where session_id > :after order by session_id limit :limit""", """
                    update lucid.chat_secrets set secrets = :secrets, iv = :iv, key_id = :key
                    where session_id = :id and secrets = :old"""),
            new Place(Purpose.DRAFT, "lucid.session_drafts", """
                    select id, user_id || '/' || id as about, user_id || '/' || id as about_before, secrets, iv, key_id
                    from lucid.session_drafts where secrets is not null and id > :after order by id limit :limit""", """
                    update lucid.session_drafts set secrets = :secrets, iv = :iv, key_id = :key
                    where id = :id and secrets = :old"""));

    private final Transactions transactions;
    private final TokenCipher cipher;

    Rekeying(Transactions transactions, TokenCipher cipher) {
        this.transactions = requireNonNull(transactions, "transactions");
        this.cipher = requireNonNull(cipher, "cipher");
    }

    /**
     * What became of the rows.
     *
     * @param changed were sealed again
     * @param current lay under the newest key already, or were written by somebody else meanwhile
     * @param unreadable the tables and ids of rows that no key opens; they stay as they are
     */
    public record Report(int changed, int current, List<String> unreadable) {
        public Report {
            unreadable = List.copyOf(unreadable);
        }
    }

    private record Place(Purpose purpose, String name, String select, String update) {}

    /** {@code before} is what such a row was bound to by earlier versions. */
    private record Row(UUID id, String about, String before, Sealed sealed) {}

    /** Collects what becomes of the rows. */
    private static final class Count {
        private int changed;
        private int current;
        private final List<String> unreadable = new ArrayList<>();
    }

    /** Goes through all rows once. Fails where there is no ENCRYPTION_KEY. */
    public Report run() {
        cipher.requireKey();
        var count = new Count();
        for (var place : PLACES) {
            var after = BEGINNING;
            while (true) {
                var rows = batch(place, after);
                if (rows.isEmpty()) {
                    break;
                }
                rows.forEach(row -> renew(place, row, count));
                after = rows.getLast().id();
            }
        }
        return new Report(count.changed, count.current, count.unreadable);
    }

    private List<Row> batch(Place place, UUID after) {
        return transactions.asLucid(
                "reading what lies encrypted in " + place.name(),
                handle -> handle.createQuery(place.select())
                        .bind("after", after)
                        .bind("limit", BATCH)
                        .map((row, _) -> row(row))
                        .list());
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getString("about"),
                row.getString("about_before"),
                new Sealed(row.getString("secrets"), row.getString("iv"), ChatRow.text(row, "key_id")));
    }

    private void renew(Place place, Row row, Count count) {
        if (cipher.isCurrent(place.purpose(), row.about(), row.sealed())) {
            count.current++;
            return;
        }
        var opened = cipher.open(place.purpose(), row.about(), row.sealed())
                .or(() -> cipher.open(place.purpose(), row.before(), row.sealed()));
        if (opened.isEmpty()) {
            count.unreadable.add(place.name() + " " + row.id());
            return;
        }
        var renewed = cipher.seal(place.purpose(), row.about(), opened.get());
        boolean stored = transactions.asLucid(
                "encrypting " + place.name() + " " + row.id() + " again", handle -> store(handle, place, row, renewed));
        if (stored) {
            count.changed++;
        } else {
            count.current++;
        }
    }

    /** Only where nobody wrote it since it was read. */
    private static boolean store(Handle handle, Place place, Row row, Sealed renewed) {
        return handle.createUpdate(place.update())
                        .bind("id", row.id())
                        .bind("old", row.sealed().text())
                        .bind("secrets", renewed.text())
                        .bind("iv", renewed.iv())
                        .bind("key", renewed.key().orElse(null))
                        .execute()
                == 1;
    }
}
