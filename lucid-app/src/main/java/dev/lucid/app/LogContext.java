package dev.lucid.app;

import dev.lucid.domain.chat.ChatId;
import org.slf4j.MDC;

/** What log lines are about, beside what they say: the chat. The server adds which request it was. */
final class LogContext {
    static final String CHAT = "chat";

    private LogContext() {}

    /** From now on, lines of this thread name the chat. */
    static void begin(ChatId chat) {
        MDC.put(CHAT, chat.toString());
    }

    static void end() {
        MDC.remove(CHAT);
    }
}
