package dev.lucid.javalin.lucidai;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Watcher;
import java.util.Iterator;
import java.util.List;

/**
 * Watches a chat and gives a {@link Sink} the frames of this wire, each once the one before is taken: an event's frame,
 * then a file tree if the event may have changed files, then what changed about where the turn stands. What was stored
 * before the watch began comes as the events' frames alone; after it, one file tree and the status of the turn that runs
 * or ran last.
 */
final class FrameWatcher implements Watcher {
    private final ChatProfile chat;
    private final Standing standing;
    private final Encoding encoding;
    private final Sink sink;
    private boolean caughtUp;
    private boolean treeIsOld;
    private long seq;

    /** Who comes back {@code after} some event may have missed the tree that belongs to it. */
    FrameWatcher(ChatProfile chat, Standing standing, long after, Encoding encoding, Sink sink) {
        this.chat = requireNonNull(chat, "chat");
        this.standing = requireNonNull(standing, "standing");
        this.seq = after;
        this.treeIsOld = after > 0;
        this.encoding = requireNonNull(encoding, "encoding");
        this.sink = requireNonNull(sink, "sink");
    }

    @Override
    public void show(Sight sight, Runnable done) {
        switch (sight) {
            case Sight.Event event -> show(event, done);
            // This wire has no frame for it: its clients see the status and then the event.
            case Sight.Delta delta when delta.kind() == Sight.Kind.PROGRESS -> done.run();
            case Sight.Delta delta -> sink.send(encoding.delta(chat.id(), delta), done);
            case Sight.CaughtUp _ -> catchUp(done);
        }
    }

    private void show(Sight.Event event, Runnable done) {
        StoredEvent stored = event.event();
        var frame = event.encoded(EventFrame.class, EventFrames::of);
        seq = stored.seq();
        var steps = standing.after(stored, frame.refreshesTree());
        if (!caughtUp) {
            treeIsOld |= steps.contains(new Step.Tree());
            steps = List.of();
        }
        if (steps.isEmpty()) {
            sink.send(frame.text(), done);
        } else {
            var rest = steps.iterator();
            sink.send(frame.text(), () -> say(rest, done));
        }
    }

    private void catchUp(Runnable done) {
        caughtUp = true;
        var steps = standing.now().iterator();
        if (treeIsOld) {
            encoding.tree(chat, seq, tree -> sink.send(tree, () -> say(steps, done)), () -> say(steps, done));
        } else {
            say(steps, done);
        }
    }

    private void say(Iterator<Step> steps, Runnable done) {
        if (!steps.hasNext()) {
            done.run();
            return;
        }
        switch (steps.next()) {
            case Step.Frame(var text) -> sink.send(text, () -> say(steps, done));
            case Step.Tree _ ->
                encoding.tree(chat, seq, tree -> sink.send(tree, () -> say(steps, done)), () -> say(steps, done));
        }
    }
}
