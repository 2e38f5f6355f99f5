package dev.lucid.app;

import dev.lucid.cli.Frames;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.javalin.lucidai.ChatFrames;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Watcher;
import dev.lucid.port.workspace.BrowseWorkspace;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The frames that a socket would carry, one sight at a time. */
final class WireFrames implements Frames {
    private final ChatFrames frames;
    private final ChatProfile chat;
    private final Watcher watcher;
    private final List<String> made = new ArrayList<>();

    WireFrames(BrowseWorkspace workspaces, InstantSource clock, ChatProfile chat) {
        this.frames = new ChatFrames(workspaces, clock);
        this.chat = chat;
        this.watcher = frames.watcher(chat, this::take);
    }

    @Override
    public List<String> opening() {
        return frames.opening(chat);
    }

    @Override
    public List<String> of(Sight sight) {
        var done = new CountDownLatch(1);
        watcher.show(sight, done::countDown);
        try {
            done.await();
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("making frames of chat " + chat.id().brief(), e);
        }
        synchronized (made) {
            var taken = List.copyOf(made);
            made.clear();
            return taken;
        }
    }

    private void take(String frame, Runnable taken) {
        synchronized (made) {
            made.add(frame);
        }
        taken.run();
    }
}
