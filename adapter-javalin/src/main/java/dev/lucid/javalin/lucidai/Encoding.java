package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.workspace.BrowseWorkspace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the frames that are not events', once for all who watch: of deltas, and of a workspace's files. Owns the threads
 * that look into workspaces. Safe for many threads.
 */
final class Encoding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Encoding.class);

    /** A tree that takes longer is left out: watchers do not wait for it. */
    private static final Duration TREE_LIMIT = Duration.ofSeconds(2);

    /** What one watcher was shown is good enough for another, if it comes so soon after. */
    private static final Duration LOOK_LASTS = Duration.ofSeconds(1);

    /** So many of the newest deltas are kept, unless they are longer than that. */
    private static final int DELTAS = 256;

    private static final int LONG_DELTA = 4096;
    private static final String NO_TREE = "";

    /** A look into the workspace, begun when it held the work of all events up to {@code seq}. */
    private record Look(long seq, long begunAt, CompletableFuture<String> frame) {
        boolean shows(long wanted) {
            return seq >= wanted && System.nanoTime() - begunAt < LOOK_LASTS.toNanos();
        }
    }

    private record DeltaFrame(Delta delta, String text) {}

    private final BrowseWorkspace workspaces;
    private final InstantSource clock;
    private final Map<ChatId, Look> looks = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<DeltaFrame> deltas = new AtomicReferenceArray<>(DELTAS);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lucid-tree-", 0).factory());

    Encoding(BrowseWorkspace workspaces, InstantSource clock) {
        this.workspaces = workspaces;
        this.clock = clock;
    }

    /** The delta's frame. All watchers are shown the same delta, at about the same time. */
    @SuppressWarnings("ReferenceEquality") // the same delta is the same object; an equal one of another chat is another
    String delta(ChatId chat, Delta delta) {
        var slot = (31 * delta.id().hashCode() + (int) delta.at()) & (DELTAS - 1);
        var known = deltas.get(slot);
        if (known != null && known.delta() == delta) {
            return known.text();
        }
        var text = StatusFrames.delta(chat, delta);
        if (text.length() <= LONG_DELTA) {
            deltas.set(slot, new DeltaFrame(delta, text));
        }

        return text;
    }

    /**
     * Looks into the chat's workspace as it is after event {@code seq} or later, and then calls {@code found} with the
     * frame of its tree, or {@code nothing} if there is none or it can't be had in time.
     */
    void tree(ChatProfile chat, long seq, Consumer<String> found, Runnable nothing) {
        var look = looks.compute(chat.id(), (_, known) -> known != null && known.shows(seq) ? known : look(chat, seq));
        var _ = look.frame().whenComplete((frame, failure) -> {
            if (failure != null || frame.isEmpty()) {
                nothing.run();
            } else {
                found.accept(frame);
            }
        });
    }

    /** Somebody watches the chat no more. */
    void forget(ChatId chat) {
        looks.remove(chat);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Look look(ChatProfile chat, long seq) {
        try {
            return new Look(
                    seq,
                    System.nanoTime(),
                    CompletableFuture.supplyAsync(() -> lookInto(chat), threads)
                            .completeOnTimeout(NO_TREE, TREE_LIMIT.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException _) {
            // Closed: so are the lines of all who watch.
            return new Look(seq, System.nanoTime(), CompletableFuture.completedFuture(NO_TREE));
        }
    }

    private String lookInto(ChatProfile chat) {
        try {
            return workspaces
                    .tree(chat.owner(), chat.id())
                    .map(tree -> StatusFrames.fileTree(chat.id(), tree, clock.instant()))
                    .orElse(NO_TREE);
        } catch (RuntimeException e) {
            LOG.warn("The files of chat {} could not be listed; its watchers go without", chat.id(), e);
            return NO_TREE;
        }
    }
}
