package dev.lucid.application.chat;

import dev.lucid.application.turn.StopSwitch;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.WatchChat.Watch;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.EventLog.Listening;
import dev.lucid.port.log.LogListener;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps chats active while somebody watches them in this process or their turn is not over, and for a grace time after:
 * whoever lost the connection is back in time. Owns its threads. Safe for many threads.
 */
public final class Presence implements Register, AutoCloseable {
    private static final Logger LOG = System.getLogger(Presence.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration END_PATIENCE = Duration.ofSeconds(2);

    /** How many watch a chat, whose it is as far as they have shown it, and which of all such states it is. */
    private record Stay(Optional<UserId> owner, int watchers, long number) {}

    private final Chats chats;
    private final Duration grace;
    private final Map<ChatId, Stay> stays = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final StopSwitch closing = new StopSwitch();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lucid-presence-", 0).factory());
    private final Listening listening;

    public Presence(Chats chats, EventLog log, Duration grace) {
        this.chats = chats;
        this.grace = grace;
        this.listening = log.listen(new Ends());
    }

    @Override
    public Watch present(UserId user, ChatId chat, Watch watch) {
        stays.compute(chat, (_, stay) -> next(Optional.of(user), stay == null ? 1 : stay.watchers() + 1));
        activate(user, chat); // before anybody can leave, or the two might be noted the other way round
        var left = new AtomicBoolean();

        return () -> {
            if (left.compareAndSet(false, true)) {
                watch.close();
                leave(user, chat);
            }
        };
    }

    private void leave(UserId user, ChatId chat) {
        var stay = stays.compute(chat, (_, known) -> next(Optional.of(user), known == null ? 0 : known.watchers() - 1));
        if (stay.watchers() == 0) {
            soon(() -> awaitRest(chat, stay));
        }
    }

    /** A turn is over: if nobody watches, nobody will leave. */
    private void ended(ChatId chat) {
        var stay = stays.computeIfAbsent(chat, _ -> next(Optional.empty(), 0));
        if (stay.watchers() == 0) {
            soon(() -> awaitRest(chat, stay));
        }
    }

    private Stay next(Optional<UserId> owner, int watchers) {
        return new Stay(owner, watchers, numbers.incrementAndGet());
    }

    /**
     * Waits until the grace time is over and the chat at rest, as long as nobody comes; closing cuts the wait short. May
     * be waited for twice, by whoever left last and by the end of the turn.
     */
    private void awaitRest(ChatId chat, Stay unattended) {
        var wait = grace;
        while (true) {
            var last = closing.await(wait);
            if (!unattended.equals(stays.get(chat))) {
                return;
            }
            if (isAtRest(chat, unattended) || last) {
                return;
            }
            wait = grace.compareTo(BETWEEN_LOOKS) > 0 ? grace : BETWEEN_LOOKS;
        }
    }

    /** Whether nothing more is to be done about it. */
    private boolean isAtRest(ChatId chat, Stay unattended) {
        try {
            var owner = owner(chat, unattended);
            if (owner.isPresent() && !chats.deactivate(owner.get(), chat)) {
                return false;
            }
            if (!stays.remove(chat, unattended) && isAttended(chat) && owner.isPresent()) {
                chats.activate(owner.get(), chat); // somebody came meanwhile
            }
            return true;
        } catch (PortFailure e) {
            LOG.log(Level.WARNING, "That chat {0} is at rest could not be noted yet: {1}", chat, e.getMessage());
            return false;
        }
    }

    /** Where nobody has watched, the service itself looks after the chat, for whomever it belongs to. */
    private Optional<UserId> owner(ChatId chat, Stay stay) {
        return stay.owner().or(() -> chats.load(chat).map(ChatProfile::owner));
    }

    private boolean isAttended(ChatId chat) {
        return Optional.ofNullable(stays.get(chat))
                .filter(stay -> stay.watchers() > 0)
                .isPresent();
    }

    private void activate(UserId owner, ChatId chat) {
        try {
            chats.activate(owner, chat);
        } catch (PortFailure e) {
            LOG.log(Level.WARNING, "That chat {0} is active could not be noted: {1}", chat, e.getMessage());
        }
    }

    private void soon(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException _) {
            // Closed: nobody is present any more.
        }
    }

    /** Whoever is waited for is not coming; what is at rest is noted as inactive. Takes 2 s at most. */
    @Override
    public void close() {
        listening.close();
        closing.raise();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private final class Ends implements LogListener {
        @Override
        public void committed(ChatId chat, List<StoredEvent> events) {
            if (events.stream().anyMatch(stored -> stored.event() instanceof ChatFact.TurnEnded)) {
                ended(chat);
            }
        }

        @Override
        public void advanced(ChatId chat, long seq) {}

        @Override
        public void unsure() {}
    }
}
