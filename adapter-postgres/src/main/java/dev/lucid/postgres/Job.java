package dev.lucid.postgres;

import dev.lucid.domain.chat.ChatId;
import java.util.concurrent.CompletableFuture;

/** Something for the committer to do. */
sealed interface Job permits Appending, Creating {
    ChatId chat();

    /** By {@code System.nanoTime()}: when to stop waiting for the database. */
    long deadline();

    /** Completed by the committer, once. */
    CompletableFuture<?> answer();

    default boolean isOverdue() {
        return System.nanoTime() - deadline() > 0;
    }
}
