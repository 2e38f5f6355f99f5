package dev.lucid.application.chat;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.WatchChat.Watch;

/** Where those who watch sign in. Safe for many threads. */
@FunctionalInterface
public interface Register {
    /** That of a process which only looks on: it keeps no account. */
    Register NONE = (_, _, watch) -> watch;

    /** The same watch, whose watcher counts as present until it is closed. */
    Watch present(UserId user, ChatId chat, Watch watch);
}
