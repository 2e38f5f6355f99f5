package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.turn.Chat;
import dev.lucid.domain.turn.NextStep;
import dev.lucid.domain.turn.Turn;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.log.Lease;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs one chat: asks {@link dev.lucid.domain.turn.Chat} what is next, performs it, appends what came of it, and asks
 * again, until the chat rests. One thread runs it; any thread may {@link #wake}, {@link #lose} or {@link #close} it.
 */
final class TurnRunner {
    /** How a run came to its end. */
    enum End {
        /** Nothing is left to do. */
        RESTED,
        /** A session has ended: whoever goes on, works in the chat's next one. */
        MOVED,
        /** The process shuts down; another goes on. */
        CLOSED,
        /** Another process holds the chat. */
        LOST
    }

    private static final Logger LOG = System.getLogger(TurnRunner.class.getName());
    private static final Duration BETWEEN_LOOKS_FOR_A_KEY = Duration.ofSeconds(30);

    private final Outside outside;
    private final History history;
    private final Redaction redaction = new Redaction();
    private final LiveRedaction live;
    private final Step step;
    private final Lease lease;
    private final Places.Place place;
    private final UserId owner;

    private final Object lock = new Object();
    private StopSwitch stop = new StopSwitch();
    private boolean stoppedByPerson;
    private boolean news;
    private boolean closing;
    private boolean lost;
    private final StopSwitch ending = new StopSwitch();

    TurnRunner(Outside outside, ChatProfile profile, Lease lease, Places.Place place, Consumer<Delta> live) {
        this.outside = outside;
        this.lease = lease;
        this.place = place;
        this.owner = profile.owner();
        this.history = new History(outside.log(), lease, Chat.of(profile), pause -> !ending.await(pause));
        this.live = new LiveRedaction(redaction, live);
        this.step = new Step(outside, profile, new RepositoryRelaying.Run(lease, ending, redaction), this.live);
    }

    Lease lease() {
        return lease;
    }

    ChatId chat() {
        return lease.chat();
    }

    /** The number of the last event that this run has taken in. */
    long seen() {
        return history.chat().seq();
    }

    /** Somebody has said something: the runner reads it before its next step. */
    void wake() {
        synchronized (lock) {
            news = true;
            lock.notifyAll();
        }
    }

    /**
     * Ends what is under way if a person wants the running turn to end. Reads the log, so it is for a thread that may
     * wait.
     */
    void obey() {
        StopSwitch current;
        synchronized (lock) {
            current = stop;
        }
        // Which turn a request is meant for is told by the log alone: an older one must not stop the turn after it.
        if (history.latest().running().filter(Turn::stopRequested).isPresent()) {
            synchronized (lock) {
                news = true;
                stoppedByPerson |= current == stop && !current.raised();
            }
            current.raise();
        }
    }

    /** The lease is another's: whatever is under way ends, and nothing more is appended. */
    void lose() {
        StopSwitch current;
        synchronized (lock) {
            lost = true;
            current = stop;
            lock.notifyAll();
        }
        raise(current);
    }

    /** Ends what is under way, records it, and leaves the turn for another to go on with. */
    void close() {
        StopSwitch current;
        synchronized (lock) {
            closing = true;
            current = stop;
            lock.notifyAll();
        }
        raise(current);
    }

    /** Never under the lock: what is told to end may take its time. */
    private void raise(StopSwitch current) {
        ending.raise();
        current.raise();
    }

    End run() {
        try (step) {
            var end = runToItsEnd();
            if (end == End.LOST && outside.chats().load(chat()).isEmpty()) {
                // The chat was deleted under it: what it had is nobody's now.
                step.clear();
            }

            return end;
        }
    }

    private End runToItsEnd() {
        try {
            history.refresh();
            if (history.chat().running().filter(turn -> !turn.awaitsKey()).isPresent()) {
                // Stored before anything is tried: what cuts every run off must come to be counted.
                append(new ChatFact.TurnTakenOver());
                takeUp();
            }
            while (!ending()) {
                takeNews();
                var next = history.chat().next(outside.clock().instant());
                if (next instanceof NextStep.Rest) {
                    return End.RESTED;
                }
                if (hasPlaceFor(next)) {
                    perform(next);
                    if (next instanceof NextStep.EndSession) {
                        return End.MOVED;
                    }
                }
            }

            return lost() ? End.LOST : End.CLOSED;
        } catch (History.Lost _) {
            return End.LOST;
        }
    }

    /**
     * Opens what the turn works in. An outage is waited out, as long as there is reason to: it does not count as something
     * that cuts the turn off.
     */
    private void takeUp() {
        for (var failures = 1; isToBeTakenUp(); failures++) {
            try {
                append(step.takeOver(turn()));
                return;
            } catch (PortFailure.Transient e) {
                LOG.log(Level.WARNING, "Chat {0} waits for its sandbox: {1}", chat(), e.getMessage());
                place.leave();
                stop.await(BackOff.after(failures));
            }
        }
    }

    private boolean isToBeTakenUp() {
        takeNews();

        return !ending()
                && history.chat().ending().isEmpty()
                && !turn().stopRequested()
                && timeLeft().isPositive()
                && hasPlace(timeLeft(), stop);
    }

    /** Only who works needs a place; whoever may not wait for one any more, asks again what is next. */
    private boolean hasPlaceFor(NextStep next) {
        return switch (Labour.of(next)) {
            case NONE -> true;
            case BETWEEN_TURNS -> hasPlace(BETWEEN_LOOKS_FOR_A_KEY, ending);
            case IN_A_TURN -> hasPlace(timeLeft(), stop);
        };
    }

    private boolean hasPlace(Duration most, StopSignal until) {
        place.share();
        var has = place.take(most, until);
        if (!has && Thread.currentThread().isInterrupted()) {
            close();
        }

        return has;
    }

    private Duration timeLeft() {
        return Duration.between(outside.clock().instant(), turn().deadline());
    }

    private void perform(NextStep next) {
        switch (next) {
            case NextStep.Rest _ -> {}
            case NextStep.StartTurn _ -> start();
            case NextStep.CloneRepository _ -> appendAll(inTime(() -> step.cloneRepository(stop)));
            case NextStep.AskModel _ -> appendAll(inTime(() -> step.ask(history, turn(), stop)));
            case NextStep.Condense(var hard) -> append(inTime(() -> step.condense(history, turn(), hard, stop)));
            case NextStep.RunTool(var call) -> run(call);
            case NextStep.AwaitApproval(var _, var until) -> awaitNews(earlier(until, turn().deadline()));
            case NextStep.AwaitResume _ -> awaitNews(turn().deadline());
            case NextStep.AwaitKey _ -> lookForKey();
            case NextStep.Note(var facts) -> append(facts);
            case NextStep.EndSession(var session) -> append(step.end(session));
            case NextStep.PushBranch _ -> append(inTime(() -> step.push(history, stop)));
            case NextStep.OpenPullRequest _ -> append(inTime(() -> step.openPullRequest(history, stop)));
            case NextStep.Stop(var reason) -> append(new ChatFact.TurnEnded(reason));
        }
    }

    /** Somebody may bring the key to this process, or make what lies encrypted readable from outside of it. */
    private void lookForKey() {
        if (step.missing(turn().model()).isEmpty()) {
            append(new ChatFact.KeyFound());
            takeUp();
        } else {
            step.close();
            awaitNews(outside.clock().instant().plus(BETWEEN_LOOKS_FOR_A_KEY));
        }
    }

    private void start() {
        synchronized (lock) {
            if (!closing && !lost) {
                stop = new StopSwitch();
                stoppedByPerson = false;
            }
        }
        if (history.chat().moved()) {
            // Whoever spoke has opened it, but for one who did so while the last one was being ended.
            outside.sessions().open(owner, chat());
        }
        append(step.started(history.chat()));
    }

    /** Does it, and stops it when the turn's time is up: the next step then ends the turn. */
    private <T> T inTime(Supplier<T> work) {
        try (var _ = Deadline.of(outside.clock(), turn().deadline(), stop)) {
            return work.get();
        }
    }

    /** Runs a tool; what takes long in it has a limit of its own that ends no later than the turn's time. */
    private void run(ToolCall call) {
        append(new ChatFact.ToolStarted(call.id()));
        var result = step.run(call, timeLeft(), stop);
        append(new ChatFact.ToolFinished(
                call.id(), call.use().tool(), closedNotStopped() ? interrupted(result) : result));
    }

    /** A command that was killed because the server shuts down was not stopped by a person, and the model must know. */
    private static ToolResult interrupted(ToolResult result) {
        return result instanceof ToolResult.Cancelled(var output) ? new ToolResult.Interrupted(output) : result;
    }

    private Turn turn() {
        return history.chat().running().orElseThrow();
    }

    private void append(ChatFact fact) {
        append(List.of(fact));
    }

    private void append(List<ChatFact> facts) {
        appendAll(facts.stream().map(step::fact).toList());
    }

    private void appendAll(List<NewEvent<ChatFact>> facts) {
        if (!facts.isEmpty() && !lost()) {
            history.append(facts.stream().map(this::redacted).toList());
            live.settled();
        }
    }

    private NewEvent<ChatFact> redacted(NewEvent<ChatFact> fact) {
        return new NewEvent<>(fact.id(), redaction.of(fact.event()));
    }

    /** Reads what people said, if they did. */
    private void takeNews() {
        synchronized (lock) {
            if (!news) {
                return;
            }
            news = false;
        }
        history.refresh();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Whoever waits for people leaves its place to others, and after a while its sandbox too. */
    private void awaitNews(Instant until) {
        place.leave();
        var patience = outside.clock().instant().plus(outside.idle());
        if (!sleepUntilNews(earlier(until, patience)) && patience.isBefore(until)) {
            step.close();
            sleepUntilNews(until);
        }
    }

    /** Says whether there are any. */
    private boolean sleepUntilNews(Instant until) {
        synchronized (lock) {
            var left = Duration.between(outside.clock().instant(), until);
            try {
                while (!news && !closing && !lost && left.isPositive()) {
                    lock.wait(left.toMillis() + 1);
                    left = Duration.between(outside.clock().instant(), until);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                closing = true;
                ending.raise();
            }
            return news || closing || lost;
        }
    }

    private boolean ending() {
        synchronized (lock) {
            return closing || lost;
        }
    }

    private boolean lost() {
        synchronized (lock) {
            return lost;
        }
    }

    private boolean closedNotStopped() {
        synchronized (lock) {
            return closing && !stoppedByPerson;
        }
    }
}
