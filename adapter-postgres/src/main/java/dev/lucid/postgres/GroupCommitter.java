package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.lucid.port.PortFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that stores what arrives, in groups: whatever comes while one commit is under way goes into the next. So
 * a commit's cost is shared by its chats, and what is committed is told in the order of the log.
 *
 * <p>Callers wait in a queue with an end; when it is full, they wait for a place. Safe for many threads.
 */
final class GroupCommitter implements AutoCloseable {
    /** How long an outage is waited out for a caller. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMillis(50);
    private static final int QUEUE = 4096;
    private static final int GROUP_APPENDS = 1024;
    private static final int GROUP_BYTES = 4 << 20;

    private final BlockingQueue<Job> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Settling settling;
    private final Thread thread;
    private volatile boolean closed;

    GroupCommitter(String name, Settling settling) {
        this.settling = requireNonNull(settling, "settling");
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::commit);
    }

    static GroupCommitter start(String name, Settling settling) {
        var committer = new GroupCommitter(name, settling);
        committer.thread.start();
        return committer;
    }

    /** Waits until the job is settled; {@code doing} completes "PostgreSQL failed while …". */
    <T> T settle(Job job, Future<T> answer, String doing) {
        try {
            if (closed || !queue.offer(job, PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new PortFailure.Transient("The log takes no more just now (while " + doing + "): try again.");
            }
            if (closed && queue.remove(job)) {
                throw closing();
            }
            return answer.get(); // the committer answers each job, after its deadline at the latest
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing(doing, e);
        } catch (ExecutionException e) {
            throw Failures.of(doing, requireNonNullElse(e.getCause(), e));
        }
    }

    /** Takes nothing more, and stores what waits as far as the database lets it soon. */
    void end() {
        closed = true;
        settling.hurry(CLOSE_PATIENCE);
    }

    /** {@link #end}, and waits for it. */
    @Override
    public void close() {
        end();
        try {
            thread.join(CLOSE_PATIENCE.multipliedBy(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void commit() {
        try {
            @Nullable Job left = null;
            while (!closed || left != null || !queue.isEmpty()) {
                var first = left == null ? queue.poll(IDLE.toNanos(), TimeUnit.NANOSECONDS) : left;
                left = first == null ? null : settleFrom(first);
            }
        } catch (InterruptedException _) {
            // close() has waited long enough
        } finally {
            closed = true;
            refuseWhatIsLeft();
        }
    }

    /** Settles the job and those that may go with it; gives one that was taken from the queue and has to go next. */
    private @Nullable Job settleFrom(Job first) throws InterruptedException {
        return switch (first) {
            case Creating creating -> {
                settle(List.of(creating), () -> settling.settle(creating));
                yield null;
            }
            case Appending appending -> settleGroup(appending);
        };
    }

    /** Whatever happens, the jobs are answered and this thread goes on. */
    private static void settle(List<? extends Job> jobs, Work work) throws InterruptedException {
        try {
            work.go();
        } catch (RuntimeException e) {
            LOG.error("The log's committer failed", e);
            jobs.forEach(job -> job.answer().completeExceptionally(e));
        } finally {
            jobs.stream()
                    .filter(job -> !job.answer().isDone())
                    .forEach(job -> job.answer().completeExceptionally(closing()));
        }
    }

    private @Nullable Job settleGroup(Appending first) throws InterruptedException {
        List<Appending> group = new ArrayList<>(List.of(first));
        int bytes = first.size();
        Job next = queue.poll();
        while (next instanceof Appending appending && group.size() < GROUP_APPENDS && bytes < GROUP_BYTES) {
            group.add(appending);
            bytes += appending.size();
            next = queue.poll();
        }
        settle(group, () -> settling.settle(group));
        return next;
    }

    private void refuseWhatIsLeft() {
        for (var job = queue.poll(); job != null; job = queue.poll()) {
            job.answer().completeExceptionally(closing());
        }
    }

    private static PortFailure closing() {
        return new PortFailure.Transient("The log was closed before it could store this: append it again.");
    }

    private interface Work {
        void go() throws InterruptedException;
    }
}
