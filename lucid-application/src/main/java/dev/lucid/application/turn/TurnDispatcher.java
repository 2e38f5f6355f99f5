package dev.lucid.application.turn;

import dev.lucid.application.feed.ChatFeed;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.EventLog.Listening;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.LogListener;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds chats that want a runner, claims them, and runs each on a thread of its own. Several processes may do so on one
 * store: the leases decide. Owns its threads; closing it records what is under way and leaves the turns to others.
 */
public final class TurnDispatcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TurnDispatcher.class.getName());
    private static final Duration RENEWAL = Duration.ofSeconds(2);
    private static final Duration BETWEEN_SCANS = Duration.ofMillis(100);
    private static final int SCAN = 100;
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration END_PATIENCE = Duration.ofSeconds(1);

    private final Outside outside;
    private final ChatFeed feed;
    private final Places places;
    private final Duration courtesy;
    private final Predicate<ChatId> mine;
    private final Map<ChatId, Attendance> attended = new ConcurrentHashMap<>();
    private final StopSwitch closing = new StopSwitch();
    private final Wakeup scan = new Wakeup();
    private final ExecutorService threads;
    private final Thread keeper;
    private final Thread scanner;
    private final Listening listening;

    /**
     * Begins at once.
     *
     * @param places for the chats that are worked on at once; more of them wait for their turn
     * @param courtesy how long the process that a chat was spoken to through is given to take it up before this one does
     * @param mine the chats that this process runs; asked again each time, as the answer may change
     */
    @Inject
    public TurnDispatcher(Outside outside, ChatFeed feed, Places places, Duration courtesy, Predicate<ChatId> mine) {
        this.outside = outside;
        this.feed = feed;
        this.places = places;
        this.courtesy = courtesy;
        this.mine = mine;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("lucid-turn-", 0).factory());
        this.listening = outside.log().listen(new News());
        this.keeper = Thread.ofVirtual().name("lucid-leases").start(this::keepLeases);
        this.scanner = Thread.ofVirtual().name("lucid-scan").start(this::keepScanning);
    }

    /** How many chats are run here now. */
    public int running() {
        return (int) runners().count();
    }

    private Stream<TurnRunner> runners() {
        return attended.values().stream().map(Attendance::runner).flatMap(Optional::stream);
    }

    /** Ends what is under way, records it, and gives the chats back; they go on wanting a runner. Takes 8 s at most. */
    @Override
    public void close() {
        closing.raise();
        listening.close();
        attended.values().forEach(attendance -> execute(attendance::close));
        scan.raise();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(8, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "Some turns did not end in time; they will be taken up as interrupted ones");
                threads.shutdownNow();
            }
            // Both end by themselves, as they look at the switch: an interrupt could cut one off in the middle of a
            // query.
            scan.raise();
            keeper.join(END_PATIENCE);
            scanner.join(END_PATIENCE);
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private final class News implements LogListener {
        @Override
        public void committed(ChatId chat, List<StoredEvent> events) {
            if (events.stream().anyMatch(stored -> stored.event() instanceof ChatRequest)) {
                told(chat);
            }
        }

        @Override
        public void advanced(ChatId chat, long seq) {
            var runner = Optional.ofNullable(attended.get(chat)).flatMap(Attendance::runner);
            if (runner.isEmpty()) {
                scan.raise();
            } else if (seq > runner.get().seen()) {
                wake(runner.get());
            }
        }

        @Override
        public void unsure() {
            runners().forEach(TurnDispatcher.this::wake);
            scan.raise();
        }
    }

    /** Somebody spoke to the chat through this process: whoever looks after it here hears of it, or somebody does now. */
    private void told(ChatId chat) {
        var known = attended.computeIfPresent(chat, (_, attendance) -> attendance.call());
        if (known == null) {
            start(chat, Duration.ZERO);
        } else {
            known.runner().ifPresent(this::wake);
        }
    }

    private void wake(TurnRunner runner) {
        runner.wake();
        execute(() -> safely("looking for a stop in chat " + runner.chat(), runner::obey));
    }

    private void start(ChatId chat, Duration courtesy) {
        if (!mine.test(chat)) {
            return;
        }
        var fresh = new Attendance();
        if (attended.merge(chat, fresh, (known, _) -> known.call()) == fresh) {
            execute(() -> attend(chat, fresh, courtesy));
        }
    }

    private void attend(ChatId chat, Attendance attendance, Duration courtesy) {
        try {
            if (!courtesy.isZero() && !closing.raised()) {
                attendance.await(courtesy);
            }
            runWhileWanted(chat, attendance);
        } finally {
            attended.remove(chat, attendance);
            scan.raise();
        }
    }

    private void execute(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException _) {
            // Closing: another process, or the next start, does it.
        }
    }

    private void runWhileWanted(ChatId chat, Attendance attendance) {
        var failures = 0;
        var wanted = true;
        while (wanted && !closing.raised()) {
            try {
                wanted = runInItsPlace(chat, attendance) || !left(chat);
                failures = 0;
            } catch (RuntimeException e) {
                report("running chat " + chat, e);
                failures++;
                if (!closing.raised()) {
                    attendance.await(BackOff.after(failures));
                }
            }
        }
    }

    /** Leaves the chat alone, unless somebody has called since it was given back. */
    private boolean left(ChatId chat) {
        return attended.computeIfPresent(chat, (_, attendance) -> attendance.called() ? attendance : null) == null;
    }

    /** Whose chat it is, decides when there is a place for it. */
    private boolean runInItsPlace(ChatId chat, Attendance attendance) {
        var owner = outside.chats().load(chat).map(ChatProfile::owner);
        if (owner.isEmpty()) {
            return false;
        }
        try (var place = places.place(owner.get())) {
            return place.take(LONG, closing) && run(chat, attendance, place);
        }
    }

    /** Runs the chat once, if nobody else does, and says whether it wants more. */
    private boolean run(ChatId chat, Attendance attendance, Places.Place place) {
        var claimed = outside.leases().claim(chat);
        if (claimed.isEmpty()) {
            return false;
        }
        var lease = claimed.get();
        try {
            var profile = outside.chats().load(chat);
            if (profile.isEmpty()) {
                // Deleted a moment ago. Whoever counts leases must hear that this one is over.
                outside.leases().release(lease, 0, true);
                return false;
            }

            return run(lease, profile.get(), attendance, place);
        } catch (RuntimeException | Error e) {
            safely("giving back chat " + chat, () -> outside.leases().release(lease, 0, false));
            throw e;
        }
    }

    private boolean run(Lease lease, ChatProfile profile, Attendance attendance, Places.Place place) {
        var runner = new TurnRunner(outside, profile, lease, place, delta -> feed.made(lease.chat(), delta));
        attendance.begins(runner);
        try {
            if (closing.raised()) {
                runner.close();
            }
            var end = runner.run();
            LOG.log(Level.DEBUG, "Chat {0}: run ended as {1} at event {2}", lease.chat(), end, runner.seen());
            // Whoever called up to here is heard: what they said lies before the end that is given back.
            attendance.called();

            return end != TurnRunner.End.LOST
                    && !outside.leases().release(lease, runner.seen(), end == TurnRunner.End.RESTED);
        } finally {
            attendance.ends();
            feed.rested(lease.chat());
        }
    }

    private void keepLeases() {
        while (!closing.await(RENEWAL) || running() > 0) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            safely("renewing leases", this::renew);
            if (closing.raised()) {
                return;
            }
        }
    }

    private void renew() {
        var held = runners().map(TurnRunner::lease).collect(Collectors.toSet());
        if (held.isEmpty()) {
            return;
        }
        var kept = outside.leases().renew(held);
        runners()
                .filter(runner -> held.contains(runner.lease()) && !kept.contains(runner.lease()))
                .forEach(runner -> execute(runner::lose)); // elsewhere: the others' leases must not wait for it
    }

    /** Looks for waiting chats, when there is reason to and every few seconds, but not more often than is good. */
    private void keepScanning() {
        while (!closing.raised() && !Thread.currentThread().isInterrupted()) {
            safely(
                    "looking for waiting chats",
                    () -> outside.leases().waiting(SCAN).stream()
                            .filter(chat -> !attended.containsKey(chat))
                            .forEach(chat -> start(chat, courtesy)));
            if (closing.await(BETWEEN_SCANS)) {
                return;
            }
            scan.await(RENEWAL);
        }
    }

    /** An outage, or a fault of ours, ends this piece of work and no more. */
    private static void safely(String work, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            report(work, e);
        }
    }

    private static void report(String work, RuntimeException failure) {
        if (failure instanceof PortFailure) {
            LOG.log(Level.WARNING, "Failed while {0}, will be tried again: {1}", work, failure.getMessage());
        } else {
            LOG.log(Level.ERROR, "A fault while " + work, failure);
        }
    }
}
