package dev.lucid.docker;

import dev.lucid.port.PortFailure;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The image that sandboxes are made of, which is pulled where it is missing and that is wanted. Whoever needs it at the same
 * time waits for the same pull, which ends when nobody waits any more. Safe for many threads.
 */
final class Images implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Images.class.getName());

    private final DockerEngine engine;
    private final DockerConfig config;
    private final ImagePull.Pace pace;
    private final Consumer<String> voice;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, CompletableFuture<Images>> waiting = new LinkedHashMap<>();
    private @Nullable ImagePull running;
    private boolean closed;

    /** {@code voice} is told of pulls, in words for a person. */
    Images(DockerEngine engine, DockerConfig config, ImagePull.Pace pace, Consumer<String> voice) {
        this.engine = engine;
        this.config = config;
        this.pace = pace;
        this.voice = voice;
    }

    /** The id of the image, which is there then. */
    String present() {
        return engine.imageId(config.image()).orElseGet(() -> {
            pull(this, () -> false);
            return engine.imageId(config.image()).orElseThrow(this::missing);
        });
    }

    private PortFailure missing() {
        return new PortFailure.Permanent(DockerEngine.missing(config.image()));
    }

    /**
     * Pulls it for somebody, until they {@link #giveUp}; {@code givenUp} says whether they did before this. Fails if it could
     * not be pulled, or is not to be.
     */
    void pull(Object waiter, BooleanSupplier givenUp) {
        if (config.pull() == DockerConfig.Pull.NEVER) {
            throw missing();
        }
        try {
            var pulled = joined(waiter);
            if (givenUp.getAsBoolean()) {
                giveUp(waiter);
            }
            pulled.get();
        } catch (InterruptedException e) {
            giveUp(waiter);
            throw PortFailure.whileDoing("pulling the image " + config.image(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PortFailure failure
                    ? failure
                    : new IllegalStateException("Failed pulling the image " + config.image(), e);
        }
    }

    private CompletableFuture<Images> joined(Object waiter) {
        return locked(() -> {
            if (closed) {
                throw stopped();
            }
            if (running == null) {
                var begun = new ImagePull(engine, config.image(), pace, voice);
                running = begun;
                Thread.ofVirtual().name("lucid-image-pull").start(() -> run(begun));
            }

            return waiting.computeIfAbsent(waiter, _ -> new CompletableFuture<>());
        });
    }

    private void run(ImagePull pull) {
        try {
            pull.run();
            settle(pull, each -> each.complete(this));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The image of sandboxes could not be pulled", e);
            settle(pull, each -> each.completeExceptionally(e));
        }
    }

    /** One that was given up has nobody to tell of it, and another may run since. */
    private void settle(ImagePull pull, Consumer<CompletableFuture<Images>> told) {
        var all = locked(() -> {
            if (running != pull) {
                return Map.<Object, CompletableFuture<Images>>of();
            }
            running = null;
            var waiters = Map.copyOf(waiting);
            waiting.clear();

            return waiters;
        });
        all.values().forEach(told);
    }

    /** Lets somebody wait no more, if they do. */
    void giveUp(Object waiter) {
        var left = locked(() -> {
            var future = Optional.ofNullable(waiting.remove(waiter));
            if (future.isPresent() && waiting.isEmpty()) {
                end();
            }

            return future;
        });
        left.ifPresent(future -> future.completeExceptionally(stopped()));
    }

    private void end() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    private PortFailure stopped() {
        return new PortFailure.Transient("The image " + config.image() + " is pulled no further: it was stopped.");
    }

    /** Ends what runs, for good. */
    @Override
    public void close() {
        var left = locked(() -> {
            closed = true;
            end();
            var all = Map.copyOf(waiting);
            waiting.clear();

            return all;
        });
        left.values().forEach(each -> each.completeExceptionally(stopped()));
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
