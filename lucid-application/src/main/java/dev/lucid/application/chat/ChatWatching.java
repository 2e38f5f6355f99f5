package dev.lucid.application.chat;

import dev.lucid.application.feed.ChatFeed;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.chat.Watcher;
import jakarta.inject.Inject;

/** Lets people watch their chats, and nobody else's. */
public final class ChatWatching implements WatchChat {
    private final Chats chats;
    private final ChatFeed feed;
    private final Register register;

    @Inject
    public ChatWatching(Chats chats, ChatFeed feed, Register register) {
        this.chats = chats;
        this.feed = feed;
        this.register = register;
    }

    @Override
    public Outcome watch(Command command, Watcher watcher) {
        return chats.find(command.user(), command.chat()).isPresent()
                ? new Outcome.Watching(register.present(
                        command.user(), command.chat(), feed.watch(command.chat(), command.after(), watcher)))
                : new Outcome.NoSuchChat();
    }
}
