package dev.lucid.postgres;

import dev.lucid.domain.chat.ChatId;

/** The end of a chat's log, locked by this transaction. Not for many threads. */
final class Head {
    private final ChatId chat;
    private final long fence;
    private final boolean claimed;
    private long lastSeq;
    private boolean grown;
    private boolean wanted;

    Head(ChatId chat, long lastSeq, long fence, boolean claimed) {
        this.chat = chat;
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

    long next() {
        grown = true;
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
