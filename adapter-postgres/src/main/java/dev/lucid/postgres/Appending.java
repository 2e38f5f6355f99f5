package dev.lucid.postgres;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * One append on its way: all its events or none.
 *
 * @param user whose request it is, and so whose the chat must be; empty for a runner, which holds the chat itself
 * @param fence the claim under which a runner writes; a person's request has none
 * @param latest the number that the chat's latest event must have; empty if whichever
 * @param touches whether the chat counts as changed for its owner's list
 */
record Appending(
        ChatId chat,
        Optional<UserId> user,
        OptionalLong fence,
        OptionalLong latest,
        List<Item> items,
        boolean touches,
        long deadline,
        CompletableFuture<Appended> answer)
        implements Job {
    Appending {
        requireNonNull(chat, "chat");
        requireNonNull(user, "user");
        requireNonNull(fence, "fence");
        requireNonNull(latest, "latest");
        items = List.copyOf(items);
        requireNonNull(answer, "answer");
    }

    /** An event, its id and its stored form; the event is as it will be read again. */
    record Item(EventId id, ChatEvent event, EventRow row) {
        Item {
            requireNonNull(id, "id");
            requireNonNull(event, "event");
            requireNonNull(row, "row");
        }
    }

    boolean isRequest() {
        return fence.isEmpty();
    }

    int size() {
        return items.stream().mapToInt(item -> item.row().size()).sum();
    }
}
