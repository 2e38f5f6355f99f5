package dev.lucid.javalin;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.WatchChat.Watch;
import dev.lucid.port.chat.Watcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** One chat, played in memory: a list of what there is to see, and watchers each at some place in it. */
public final class PlayedChat {
    private record SharedEvent(StoredEvent event, List<Object> made) implements Sight.Event {
        @Override
        public <T> T encoded(Class<T> wire, Function<StoredEvent, T> encoder) {
            synchronized (made) {
                if (made.isEmpty()) {
                    made.add(encoder.apply(event));
                }
                return wire.cast(made.getFirst());
            }
        }
    }

    private volatile ChatProfile profile;
    private final List<Sight> sights = new ArrayList<>();
    private final List<SharedEvent> events = new ArrayList<>();
    private final List<Place> places = new CopyOnWriteArrayList<>();

    PlayedChat(ChatProfile profile) {
        this.profile = profile;
    }

    public ChatProfile profile() {
        return profile;
    }

    void rename(String title) {
        profile = new ChatProfile(
                profile.id(),
                profile.owner(),
                profile.session(),
                title,
                profile.model(),
                profile.repository(),
                profile.pullRequest(),
                profile.project(),
                profile.label(),
                profile.active(),
                profile.createdAt(),
                profile.updatedAt());
    }

    public synchronized int size() {
        return events.size();
    }

    public synchronized List<StoredEvent> events(long after, int limit) {
        return events.stream().skip(after).limit(limit).map(SharedEvent::event).toList();
    }

    /** Stores the event, once for each id, and shows it. */
    public StoredEvent append(EventId id, ChatEvent event) {
        StoredEvent stored;
        synchronized (this) {
            var known =
                    events.stream().filter(old -> old.event().id().equals(id)).findFirst();
            if (known.isPresent()) {
                return known.get().event();
            }
            stored = new StoredEvent(
                    profile.id(), events.size() + 1, id, PlayedLucid.NOON.plusMillis(events.size()), event);
            var shared = new SharedEvent(stored, new ArrayList<>(1));
            events.add(shared);
            sights.add(shared);
        }
        places.forEach(Place::pump);

        return stored;
    }

    public void show(Sight.Delta delta) {
        synchronized (this) {
            sights.add(delta);
        }
        places.forEach(Place::pump);
    }

    public int watchers() {
        return places.size();
    }

    Watch watch(long after, Watcher watcher) {
        Place place;
        synchronized (this) {
            place = new Place(watcher, after, sights.size());
            places.add(place);
        }
        place.pump();

        return () -> {
            place.closed = true;
            places.remove(place);
        };
    }

    private synchronized Optional<Sight> sight(int index) {
        return index < sights.size() ? Optional.of(sights.get(index)) : Optional.empty();
    }

    /** A watcher's place. Deltas of before it came are not shown. */
    private final class Place {
        private final Watcher watcher;
        private final long after;
        private final int joined;
        private int next;
        private boolean toldCaughtUp;
        private boolean busy;
        private boolean pumping;
        private volatile boolean closed;

        Place(Watcher watcher, long after, int joined) {
            this.watcher = watcher;
            this.after = after;
            this.joined = joined;
        }

        void pump() {
            synchronized (this) {
                if (pumping) {
                    return;
                }
                pumping = true;
            }
            for (var sight = take(); sight.isPresent(); sight = take()) {
                watcher.show(sight.get(), this::done);
            }
        }

        private void done() {
            synchronized (this) {
                busy = false;
            }
            pump();
        }

        private synchronized Optional<Sight> take() {
            var found = closed || busy ? Optional.<Sight>empty() : find();
            busy |= found.isPresent();
            pumping = found.isPresent();
            return found;
        }

        private Optional<Sight> find() {
            while (next < joined) {
                var sight = sight(next++);
                if (sight.filter(this::isMissing).isPresent()) {
                    return sight;
                }
            }
            if (!toldCaughtUp) {
                toldCaughtUp = true;
                return Optional.of(new Sight.CaughtUp());
            }
            var sight = sight(next);
            next += sight.isPresent() ? 1 : 0;
            return sight;
        }

        private boolean isMissing(Sight sight) {
            return sight instanceof Sight.Event event && event.event().seq() > after;
        }
    }
}
