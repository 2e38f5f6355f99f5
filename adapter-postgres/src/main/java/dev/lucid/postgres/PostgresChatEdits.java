package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ChatEdits;

/** Changes of {@code chat_sessions} as its user, under row-level security. All that is a chat's goes with its row. */
final class PostgresChatEdits implements ChatEdits {
    private static final String RENAME =
            "update public.chat_sessions set title = :title where id = :chat and user_id = :user";
    private static final String DELETE = "delete from public.chat_sessions where id = :chat and user_id = :user";

    private final Transactions transactions;

    PostgresChatEdits(Transactions transactions) {
        this.transactions = requireNonNull(transactions, "transactions");
    }

    @Override
    public boolean rename(UserId user, ChatId chat, String title) {
        return transactions.asUser(
                user,
                "renaming chat " + chat,
                handle -> handle.createUpdate(RENAME)
                                .bind("title", StorableText.of(title))
                                .bind("chat", chat.value())
                                .bind("user", user.value())
                                .execute()
                        == 1);
    }

    @Override
    public boolean delete(UserId user, ChatId chat) {
        return transactions.asUser(
                user,
                "deleting chat " + chat,
                handle -> handle.createUpdate(DELETE)
                                .bind("chat", chat.value())
                                .bind("user", user.value())
                                .execute()
                        == 1);
    }
}
