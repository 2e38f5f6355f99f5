package dev.lucid.egress;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.RelaySeats;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on a few threads of its own, each in its time. A machine's resolver blocks the thread that asks it, for half a
 * minute if a name's servers are silent, and can't be interrupted: on virtual threads, a few hundred of such names would stop
 * all of them. Whoever waits for a turn or an answer is woken by an interrupt. Owns its threads until it is closed; those that
 * are blocked end when their resolver lets them go. Safe for many threads.
 */
final class Lookups implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int OF_A_USER = 4;
    private static final int IDLE_SECONDS = 30;

    private final NameResolver resolver;
    private final Duration limit;
    private final RelaySeats seats;
    private final Semaphore free = new Semaphore(THREADS);
    private final ExecutorService threads;

    /** {@code limit} is how long one waits for a turn, and then for an answer. */
    Lookups(NameResolver resolver, Duration limit) {
        this.resolver = requireNonNull(resolver, "resolver");
        this.limit = requireNonNull(limit, "limit");
        this.seats = new RelaySeats(new RelaySeats.Most(OF_A_USER, OF_A_USER, THREADS, limit));
        var pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                SECONDS,
                new ArrayBlockingQueue<>(THREADS),
                Thread.ofPlatform().daemon().name("lucid-lookup-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** How a session's names are looked up: a few of its user's at once. */
    NameResolver of(SandboxSpec session) {
        requireNonNull(session, "session");

        return host -> {
            if (!seats.take(session)) {
                throw new UnknownHostException("Too many names are being looked up");
            }
            return lookedUp(host, () -> seats.give(session));
        };
    }

    /** How names are looked up of which nobody knows who asks. */
    NameResolver ofAll() {
        return host -> {
            if (!interruptibly(() -> free.tryAcquire(limit.toNanos(), NANOSECONDS))) {
                throw new UnknownHostException("Too many names are being looked up");
            }
            return lookedUp(host, free::release);
        };
    }

    /** The turn lasts as long as the thread is busy, however long anybody waits for it. */
    private List<InetAddress> lookedUp(String host, Runnable end) throws UnknownHostException {
        try {
            var answer = threads.submit(() -> {
                try {
                    return resolver.resolve(host);
                } finally {
                    end.run();
                }
            });

            return interruptibly(() -> answer.get(limit.toNanos(), NANOSECONDS));
        } catch (RejectedExecutionException e) {
            end.run();
            throw unknown("Names are no longer looked up", e);
        }
    }

    private static <T> T interruptibly(Callable<T> wait) throws UnknownHostException {
        try {
            return wait.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown("Nobody waits for the name any more", e);
        } catch (TimeoutException e) {
            throw unknown("The name was not looked up in time", e);
        } catch (ExecutionException e) {
            throw unknown("The name could not be looked up", e);
        } catch (Exception e) {
            throw new IllegalStateException("Waiting ends in no other way", e);
        }
    }

    private static UnknownHostException unknown(String why, Exception cause) {
        var unknown = new UnknownHostException(why);
        unknown.initCause(cause);

        return unknown;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
