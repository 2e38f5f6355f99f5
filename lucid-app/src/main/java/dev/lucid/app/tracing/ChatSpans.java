package dev.lucid.app.tracing;

import static java.util.Objects.requireNonNull;

import dev.lucid.port.log.Lease;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chats that this process runs, each with its spans. One thread runs a chat, from the claim of its lease to the
 * release, and everything that it does on that thread belongs to that chat. Safe for many threads.
 */
final class ChatSpans {
    private final Tracer tracer;
    private final Map<Lease, ChatSpan> running = new ConcurrentHashMap<>();

    /** A thread is at a chat of one Lucid; several of them in a process have nothing to do with each other. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<ChatSpan> own = new ThreadLocal<>();

    ChatSpans(Tracer tracer) {
        this.tracer = requireNonNull(tracer, "tracer");
    }

    Tracer tracer() {
        return tracer;
    }

    /** This thread runs that chat from now on. */
    void claimed(Lease lease) {
        var span = new ChatSpan(tracer, lease.chat());
        running.put(lease, span);
        own.set(span);
    }

    /** Whatever is under way for that lease is over for this process. */
    void left(Lease lease, String why) {
        Optional.ofNullable(running.remove(lease)).ifPresent(span -> span.left(why));
    }

    /** The thread runs the chat no more. */
    void released(Lease lease) {
        left(lease, "left");
        own.remove();
    }

    Optional<ChatSpan> of(Lease lease) {
        return Optional.ofNullable(running.get(lease));
    }

    /** What this thread is at: a turn, a request, or nothing that is known. */
    Context current() {
        return Optional.ofNullable(own.get()).map(ChatSpan::context).orElseGet(Context::current);
    }
}
