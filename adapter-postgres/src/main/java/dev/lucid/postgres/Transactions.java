package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Every statement runs in a transaction of one of two roles: as a user, who sees what is his, or as Lucid itself. The
 * account that logs in has no rights of its own, so a statement beside these fails.
 *
 * <p>Work may run more than once: after a passing failure it is tried again until the patience ends, so it must not
 * mind. Safe for many threads.
 */
final class Transactions {
    /** An outage as long as a restart of the database is waited out. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final String LIMITS =
            "set_config('statement_timeout', '20s', true), set_config('idle_in_transaction_session_timeout', '20s', true)";
    private static final String BE_LUCID = "select set_config('role', 'lucid_service', true), " + LIMITS;
    private static final String BE_A_USER = "select set_config('role', 'authenticated', true),"
            + " set_config('request.jwt.claims', ?, true), " + LIMITS;

    private final Jdbi jdbi;
    private final Duration patience;

    Transactions(Jdbi jdbi, Duration patience) {
        this.jdbi = requireNonNull(jdbi, "jdbi");
        this.patience = requireNonNull(patience, "patience");
    }

    /** Something to do with a handle, which belongs to the transaction. */
    interface Work<T> {
        T with(Handle handle);
    }

    /** {@code doing} completes "PostgreSQL failed while …". */
    <T> T asLucid(String doing, Work<T> work) {
        return patiently(doing, () -> onceAsLucid(work));
    }

    <T> T asUser(UserId user, String doing, Work<T> work) {
        return patiently(
                doing,
                () -> jdbi.inTransaction(handle -> {
                    beUser(handle, user);
                    return work.with(handle);
                }));
    }

    /** Without trying again, and with the database's own exceptions. */
    <T> T onceAsLucid(Work<T> work) {
        return jdbi.inTransaction(handle -> {
            beLucid(handle);
            return work.with(handle);
        });
    }

    /** From here to the end of the transaction. */
    static void beLucid(Handle handle) {
        handle.execute(BE_LUCID);
    }

    /** From here to the end of the transaction. */
    static void beUser(Handle handle, UserId user) {
        handle.execute(BE_A_USER, "{\"sub\":\"" + user + "\",\"role\":\"authenticated\"}");
    }

    private <T> T patiently(String doing, Attempt<T> attempt) {
        long end = System.nanoTime() + patience.toNanos();
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.make();
            } catch (RuntimeException e) {
                if (!Failures.isPassing(e) || System.nanoTime() - end > 0) {
                    throw Failures.of(doing, e);
                }
            }
            sleep(pause, doing);
            pause = longer(pause);
        }
    }

    static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private static void sleep(Duration pause, String doing) {
        try {
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing(doing, e);
        }
    }

    private interface Attempt<T> {
        T make();
    }
}
