package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.session.SessionRecord;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.session.Sessions;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What all {@link SessionRecords} promise. Say what is under test; inherit the tests. */
public interface SessionRecordsContract {
    /** The store whose chats have the sessions; the same one for the whole of a test. */
    StoreUnderTest store();

    /** The records under test, of the same chats. */
    SessionRecords records();

    /** The sessions of the same chats. */
    Sessions sessions();

    /** For deleting the same chats. */
    ChatEdits edits();

    @Test
    default void aChatsSessionIsOnRecordWithTheLastThatHappened() {
        var chat = begun("one");
        var other = begun("another");
        store().log().submit(store().user(), chat.id(), Facts.message("and more"));
        var last = store().log().read(chat.id(), 0, 10).getLast();

        var found = records().of(Set.of(chat.session(), new SessionId(Facts.uuid())));
        assertThat(found).hasSize(1);
        var idle = found.getFirst().idle();
        assertThat(found)
                .containsExactly(new SessionRecord(chat.session(), store().user(), chat.id(), true, last.seq(), idle));
        assertThat(idle).isBetween(Duration.ZERO, Duration.ofMinutes(2));
        assertThat(records().of(Set.of(chat.session(), other.session())))
                .extracting(SessionRecord::chat)
                .containsExactlyInAnyOrder(chat.id(), other.id());
        assertThat(records().of(Set.of())).isEmpty();
    }

    @Test
    default void aChatIsAtWorkUntilItSettles() {
        var chat = begun("task");
        var lease = store().leases().claim(chat.id()).orElseThrow();
        assertThat(record(chat).atWork()).isTrue();

        store().leases().release(lease, 1, true);

        assertThat(record(chat).atWork()).isFalse();
    }

    @Test
    default void anEndedSessionIsOnRecordNoMoreAndTheNextOneIs() {
        var chat = begun("task");
        var next = new SessionId(Facts.uuid());

        sessions().end(store().user(), chat.id(), chat.session(), next);

        assertThat(records().of(Set.of(chat.session()))).isEmpty();
        assertThat(records().of(Set.of(next))).extracting(SessionRecord::chat).containsExactly(chat.id());
    }

    @Test
    default void aDeletedChatsSessionIsOnRecordNoMore() {
        var chat = begun("task");

        edits().delete(store().user(), chat.id());

        assertThat(records().of(Set.of(chat.session()))).isEmpty();
    }

    @Test
    default void aStoreKeepsItsId() {
        var id = records().store();
        begun("task");

        assertThat(records().store()).isEqualTo(id).isNotEqualTo(new UUID(0, 0));
    }

    private SessionRecord record(ChatProfile chat) {
        return records().of(Set.of(chat.session())).getFirst();
    }

    private ChatProfile begun(String task) {
        var profile = store().profile(task);
        store().chats().create(profile, Facts.firstMessage(task), ChatSecrets.NONE);

        return profile;
    }
}
