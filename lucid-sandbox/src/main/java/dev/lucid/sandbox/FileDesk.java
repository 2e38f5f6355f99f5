package dev.lucid.sandbox;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does work on files on threads of its own, each piece within a time limit: opening a pipe that was swapped in for a file
 * may last for ever, and must not hold the caller. A session has so many places; work that hangs keeps its place, so a
 * session can use up its own, and no more threads than that. Safe for many threads.
 */
public final class FileDesk implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Those of one session, and how many pieces of its work are or wait there. */
    private static final class Places {
        private final Semaphore free = new Semaphore(AT_ONCE);
        private int taken;
    }

    private final Duration limit;
    private final Map<SessionId, Places> sessions = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("lucid-sandbox-files-", 0).daemon().factory());

    public FileDesk() {
        this(LIMIT);
    }

    /** With another limit on waiting for a place, and on the work. */
    public FileDesk(Duration limit) {
        this.limit = limit;
    }

    /** Does it for a session; {@code what} says in messages what was being done. */
    public <T> T call(SessionId session, String what, Callable<T> work) {
        try {
            return begin(session, work).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing(what, e);
        } catch (TimeoutException e) {
            throw new PortFailure.Transient(
                    "Gave up " + what + " after " + limit.toSeconds() + " s. Is the disk well, is it a pipe?", e);
        } catch (ExecutionException e) {
            throw failure(what, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private <T> Future<T> begin(SessionId session, Callable<T> work) throws InterruptedException, TimeoutException {
        var places = enter(session);
        boolean begun = false;
        try {
            if (!places.free.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException("All places are taken");
            }
            var future = threads.submit(() -> {
                try {
                    return work.call();
                } finally {
                    places.free.release();
                    leave(session);
                }
            });
            begun = true;

            return future;
        } finally {
            if (!begun) {
                leave(session);
            }
        }
    }

    private Places enter(SessionId session) {
        return sessions.compute(session, (_, known) -> {
            var places = known == null ? new Places() : known;
            places.taken++;
            return places;
        });
    }

    private void leave(SessionId session) {
        sessions.computeIfPresent(session, (_, places) -> --places.taken == 0 ? null : places);
    }

    private static RuntimeException failure(String what, Throwable cause) {
        return switch (cause) {
            case PortFailure failure -> failure;
            case InvalidPathException e ->
                new PortFailure.Permanent(
                        "Failed " + what
                                + ": this server's locale can't write that name. Start it with LC_ALL=C.UTF-8.",
                        e);
            case IOException e -> new PortFailure.Permanent("Failed " + what + ": " + reason(e), e);
            case RuntimeException e -> e;
            default -> new IllegalStateException("Failed " + what, cause);
        };
    }

    /** What the system says, without our own paths. */
    public static String reason(IOException e) {
        if (e instanceof FileSystemException system) {
            var reason = system.getReason();

            return reason != null ? reason : words(system);
        }
        if (e instanceof CharacterCodingException) {
            return "the name can't be read";
        }

        return e.getMessage() != null ? e.getMessage() : "no reason is known";
    }

    private static String words(FileSystemException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException _ -> "it is not there";
            case java.nio.file.AccessDeniedException _ -> "access is denied";
            case java.nio.file.FileAlreadyExistsException _ -> "it is there already";
            case java.nio.file.DirectoryNotEmptyException _ -> "the folder is not empty";
            case java.nio.file.NotDirectoryException _ -> "it is no folder";
            default -> "the system gave no reason";
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
