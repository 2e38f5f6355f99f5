package dev.lucid.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.PullResponseItem;
import dev.lucid.port.PortFailure;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Pulls an image once, and says how far it is. Its layers are kept by the engine as they come, so another attempt goes on
 * where this one ended. One use; {@link #close} ends it from any thread.
 */
final class ImagePull implements AutoCloseable {
    /**
     * How patient it is, and how talkative.
     *
     * @param silence how long the engine may tell nothing
     * @param whole how long it may take
     * @param betweenWords how long it says nothing itself
     */
    record Pace(Duration silence, Duration whole, Duration betweenWords) {
        /** The engine tries what breaks off again by itself, and tells of that. */
        static final Pace USUAL = new Pace(Duration.ofMinutes(2), Duration.ofHours(2), Duration.ofSeconds(5));
    }

    private static final long TICK_MILLIS = 200;

    private final DockerEngine engine;
    private final String image;
    private final Pace pace;
    private final Consumer<String> voice;
    private final Reply reply = new Reply();

    /** {@code voice} is told how far it is, in words for a person. */
    ImagePull(DockerEngine engine, String image, Pace pace, Consumer<String> voice) {
        this.engine = engine;
        this.image = image;
        this.pace = pace;
        this.voice = voice;
    }

    /** Pulls it; fails, with what to do, if it could not be pulled. */
    void run() {
        var began = System.nanoTime();
        voice.accept("Pulling the image " + image + ". That may take some minutes.");
        try (reply) {
            engine.pull(tagged(image), reply);
            follow(began);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("pulling the image " + image, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DockerException failure
                    ? PullFailures.of(image, DockerEngine.words(failure), failure)
                    : PullFailures.of(image, "it broke off", e);
        }
        reply.progress.complaint().ifPresent(complaint -> {
            throw PullFailures.of(image, complaint);
        });
        if (engine.imageId(image).isEmpty()) {
            throw PullFailures.of(image, "it broke off");
        }
        voice.accept("The image " + image + " is there, after " + seconds(began) + " s.");
    }

    private void follow(long began) throws InterruptedException, ExecutionException {
        var said = "";
        var saidAt = began;
        while (!reply.endsWithin(TICK_MILLIS)) {
            refuseIfSlow(began);
            var words = reply.progress.words();
            if (!words.equals(said) && isOver(saidAt, pace.betweenWords())) {
                voice.accept("Pulling the image " + image + ": " + words + ".");
                said = words;
                saidAt = System.nanoTime();
            }
        }
    }

    private void refuseIfSlow(long began) {
        if (isOver(Math.max(reply.heardAt, began), pace.silence())) {
            throw PullFailures.of(image, "nothing came for " + pace.silence().toSeconds() + " s, which is a timeout");
        }
        if (isOver(began, pace.whole())) {
            throw PullFailures.of(
                    image, "it took longer than " + pace.whole().toMinutes() + " minutes, which is a timeout");
        }
    }

    private static boolean isOver(long since, Duration limit) {
        return System.nanoTime() - since > limit.toNanos();
    }

    private static long seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
    }

    /** Without a tag or a digest, an engine that is asked by its API pulls all tags there are. */
    static String tagged(String image) {
        var name = image.substring(image.lastIndexOf('/') + 1);

        return name.contains(":") || name.contains("@") ? image : image + ":latest";
    }

    /** Ends it: the engine stops as well, and keeps the layers that it has. */
    @Override
    public void close() {
        reply.close();
    }

    /** What the engine tells meanwhile. */
    private static final class Reply implements ResultCallback<PullResponseItem> {
        private final PullProgress progress = new PullProgress();
        private final CompletableFuture<Closeable> stream = new CompletableFuture<>();
        private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
        private volatile long heardAt = System.nanoTime();

        @Override
        public void onStart(Closeable opened) {
            stream.complete(opened);
        }

        @Override
        public void onNext(PullResponseItem item) {
            heardAt = System.nanoTime();
            progress.hear(item);
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            ended.complete(true);
        }

        /** Whether it ended within so long; fails as it failed. */
        boolean endsWithin(long millis) throws InterruptedException, ExecutionException {
            try {
                return ended.get(millis, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                return false;
            }
        }

        @Override
        public void close() {
            ended.complete(true);
            // What has not begun yet ends as soon as it does.
            var _ = stream.thenAccept(Reply::closeQuietly);
        }

        private static void closeQuietly(Closeable opened) {
            try {
                opened.close();
            } catch (IOException _) {
                // it was only listened to
            }
        }
    }
}
