package dev.lucid.javalin.lucidai;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.port.chat.Watcher;
import dev.lucid.port.workspace.BrowseWorkspace;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The frames that a client of this wire would get, for those who want them without a socket. Safe for many threads. */
public final class ChatFrames implements AutoCloseable {
    private final Encoding encoding;

    public ChatFrames(BrowseWorkspace workspaces, InstantSource clock) {
        this.encoding = new Encoding(workspaces, clock);
    }

    /** The frames before all others. */
    public List<String> opening(ChatProfile chat) {
        return List.of(StatusFrames.initializing(Optional.of(chat.id())), StatusFrames.ready(chat));
    }

    /** A watcher that gives {@code sink} the chat's frames, for a watch from the chat's beginning. */
    public Watcher watcher(ChatProfile chat, Sink sink) {
        return new FrameWatcher(chat, new Standing(chat.id()), 0, encoding, sink);
    }

    @Override
    public void close() {
        encoding.close();
    }
}
