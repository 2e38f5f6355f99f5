package dev.lucid.llm;

import static dev.lucid.domain.model.ModelFailure.Kind.CUT_OFF;

import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A reply's bytes, read by the asking thread as they come. At most one portion waits, so a slow reader slows the
 * provider down instead of filling the heap. Reading ends as {@link AskFailed} when nothing comes for too long, when it
 * lasts too long altogether or when the reply is larger than any honest one, and as {@link AskStopped} after
 * {@link #cancel}, which any thread may call. Every other method is for one thread.
 */
final class PacedBody extends InputStream implements BodySubscriber<InputStream> {
    private static final long MAX_BYTES = 64L << 20;

    /** What the connection has to tell: a portion, its end, or why there will be no more. */
    private sealed interface Signal {
        record Portion(List<ByteBuffer> buffers) implements Signal {
            public Portion {
                buffers = List.copyOf(buffers);
            }
        }

        record End() implements Signal {}

        record Broken(String why) implements Signal {}

        record Cancelled() implements Signal {}
    }

    private final Limits limits;
    private final long deadline;
    /** One portion is asked for at a time; beside it there is room for one ending of each kind. */
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(4);

    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final Queue<ByteBuffer> portion = new ArrayDeque<>();
    private volatile boolean cancelled;
    private boolean ended;
    private long bytes;

    PacedBody(Limits limits) {
        this.limits = limits;
        this.deadline = System.nanoTime() + limits.whole().toNanos();
    }

    /** Lets go of the connection; whoever reads is told. */
    void cancel() {
        cancelled = true;
        signals.offer(new Signal.Cancelled());
        var current = subscription.get();
        if (current != null) {
            current.cancel();
        }
    }

    /** How long the whole call may still go on. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public int read() {
        var one = new byte[1];

        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        while (portion.isEmpty() && !ended) {
            take();
        }
        var head = portion.peek();
        if (head == null) {
            return -1;
        }
        var count = Math.min(length, head.remaining());
        head.get(target, from, count);
        if (!head.hasRemaining()) {
            portion.remove();
        }

        return count;
    }

    @Override
    public void close() {
        ended = true;
        portion.clear();
        var current = subscription.get();
        if (current != null) {
            current.cancel();
        }
    }

    private void take() {
        if (cancelled) {
            throw new AskStopped();
        }
        switch (next()) {
            case Signal.Portion(var buffers) -> accept(buffers);
            case Signal.End() -> ended = true;
            case Signal.Broken(var why) ->
                throw new AskFailed(CUT_OFF, "The connection broke in the middle of the reply (" + why + ").");
            case Signal.Cancelled() -> throw new AskStopped();
        }
    }

    private Signal next() {
        var left = left();
        var wait = left.compareTo(limits.silence()) < 0 ? left : limits.silence();
        try {
            var signal = signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            if (signal != null) {
                return signal;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new AskStopped();
        }
        throw new AskFailed(
                CUT_OFF,
                left().isZero()
                        ? "The reply was not whole after " + Words.of(limits.whole()) + "."
                        : "Nothing more of the reply came for " + Words.of(limits.silence()) + ".");
    }

    private void accept(List<ByteBuffer> buffers) {
        for (var buffer : buffers) {
            bytes += buffer.remaining();
            if (buffer.hasRemaining()) {
                portion.add(buffer);
            }
        }
        if (bytes > MAX_BYTES) {
            throw new AskFailed(CUT_OFF, "The reply is longer than " + (MAX_BYTES >> 20) + " MB.");
        }
        var current = subscription.get();
        if (current != null) {
            current.request(1);
        }
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (!subscription.compareAndSet(null, given) || cancelled) {
            given.cancel();
            return;
        }
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        signals.offer(new Signal.Portion(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        signals.offer(new Signal.Broken(Words.of(cause)));
    }

    @Override
    public void onComplete() {
        signals.offer(new Signal.End());
    }
}
