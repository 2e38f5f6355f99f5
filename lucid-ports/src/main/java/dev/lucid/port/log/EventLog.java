package dev.lucid.port.log;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import java.util.List;

/**
 * The truth: every chat's events, numbered 1, 2, 3 … without a gap, for ever. What an append returns is durable. The
 * order within a chat is the order of the numbers; between chats none is promised. An outage of the store is waited out
 * for a while before it becomes a transient failure; then it is unknown whether the events were stored, and appending
 * the same events again, ids and all, is the way to find out. Safe for many threads.
 */
public interface EventLog {
    /** A page of {@link #read} ends with the event that makes it longer than that many bytes. */
    int PAGE_BYTES = 1 << 20;

    /** So many bytes of messages may wait in a chat that no turn has begun to read. */
    int UNREAD_BYTES = 2 << 20;

    /** Appends facts, all or none, as the holder of a lease. */
    Appended append(Lease lease, List<NewEvent<ChatFact>> facts);

    /**
     * Appends a request of that user, in a chat of that user's: another's is answered like one that is not there. Needs no
     * lease; marks the chat as one that wants a runner. A message is refused while {@link #UNREAD_BYTES} bytes of others wait.
     */
    Appended submit(UserId user, ChatId chat, NewEvent<ChatRequest> request);

    /**
     * The same, as long as the chat's latest event is the one of that number; otherwise it is {@link Appended.Overtaken}. For
     * who acts on what he has seen of a chat, and must not do so once somebody has spoken.
     */
    Appended submitAfter(long latest, UserId user, ChatId chat, NewEvent<ChatRequest> request);

    /**
     * At most {@code limit} events with numbers above {@code after}, in order. May give fewer than there are, so that a page
     * of long events needs no more than about {@link #PAGE_BYTES} bytes, but none only where there are none: whoever wants all
     * reads on until then. For Lucid itself: for runners, which hold the chat, and for the feed that all who watch it share.
     */
    List<StoredEvent> read(ChatId chat, long after, int limit);

    /** The same for a user, who sees the events of his own chats and no others: the store itself enforces it. */
    List<StoredEvent> read(UserId user, ChatId chat, long after, int limit);

    /**
     * Tells {@code listener} of commits from now on, those of other processes too. Each is told at least once; what is
     * told may come late, and a notice may be lost with the connection, after which {@link LogListener#unsure} comes.
     */
    Listening listen(LogListener listener);

    /** Ends when closed; no notice comes after {@code close} has returned. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
