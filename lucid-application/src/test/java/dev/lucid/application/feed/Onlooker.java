package dev.lucid.application.feed;

import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Watcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;

/** A watcher that notes what it sees, at its own pace: at once, or only as often as it is told to take something. */
final class Onlooker implements Watcher {
    private final boolean quick;
    private final List<Long> seqs = new ArrayList<>();
    private final Map<UUID, StringBuilder> texts = new HashMap<>();
    private final Queue<Runnable> untaken = new ArrayDeque<>();
    private int caughtUp;
    private int atOnce;

    Onlooker(boolean quick) {
        this.quick = quick;
    }

    @Override
    public void show(Sight sight, Runnable done) {
        synchronized (this) {
            atOnce++;
            note(sight);
            if (!quick) {
                untaken.add(() -> finish(done));
                return;
            }
        }
        finish(done);
    }

    private void finish(Runnable done) {
        synchronized (this) {
            atOnce--;
        }
        done.run();
    }

    private void note(Sight sight) {
        if (atOnce > 1) {
            throw new AssertionError("two things at once");
        }
        switch (sight) {
            case Sight.Event event -> seqs.add(event.event().seq());
            case Sight.Delta(var _, var id, var at, var text) -> {
                var known = texts.computeIfAbsent(id, _ -> new StringBuilder());
                if (at == 0) {
                    known.setLength(0);
                }
                if (at != known.length()) {
                    throw new AssertionError("a gap in the text: at " + at + " after " + known.length());
                }
                known.append(text);
            }
            case Sight.CaughtUp _ -> caughtUp++;
        }
    }

    /** Takes what waits, if anything does; a quick one has taken it long since. */
    void takeOne() {
        Runnable next;
        synchronized (this) {
            next = untaken.poll();
        }
        if (next != null) {
            next.run();
        }
    }

    synchronized List<Long> seqs() {
        return List.copyOf(seqs);
    }

    synchronized String text(UUID id) {
        return texts.getOrDefault(id, new StringBuilder()).toString();
    }

    synchronized int caughtUp() {
        return caughtUp;
    }
}
