package dev.lucid.postgres;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.EventLog;
import java.nio.charset.StandardCharsets;

/** The end of a chat's log, locked by this transaction. Not for many threads. */
final class Head {
    private final ChatId chat;
    private final long fence;
    private final boolean claimed;
    private final UserId owner;
    private long lastSeq;
    private long unread;
    private boolean grown;
    private boolean wanted;

    Head(ChatId chat, UserId owner, long lastSeq, long fence, boolean claimed, long unread) {
        this.chat = chat;
        this.owner = owner;
        this.unread = unread;
        this.lastSeq = lastSeq;
        this.fence = fence;
        this.claimed = claimed;
    }

    ChatId chat() {
        return chat;
    }

    long lastSeq() {
        return lastSeq;
    }

    /** Whether the holder of that claim may still write; also after its time, as long as nobody took the chat. */
    boolean admits(long claim) {
        return claimed && fence == claim;
    }

    boolean isOf(UserId user) {
        return owner.equals(user);
    }

    /** In bytes: what people have said since the latest turn began. */
    long unread() {
        return unread;
    }

    /** Whether that is a message and too much waits for it; of all else none is too much. */
    boolean isFullFor(Appending.Item item) {
        return unread > 0 && unreadIn(item) > EventLog.UNREAD_BYTES - unread;
    }

    private static long unreadIn(Appending.Item item) {
        return item.event() instanceof ChatRequest.UserMessaged
                ? item.row().content().getBytes(StandardCharsets.UTF_8).length
                : 0;
    }

    long next(Appending.Item item) {
        grown = true;
        unread = item.event() instanceof ChatFact.TurnStarted ? 0 : unread + unreadIn(item);
        return ++lastSeq;
    }

    void wantRunner() {
        wanted = true;
    }

    boolean grown() {
        return grown;
    }

    boolean wanted() {
        return wanted;
    }
}
