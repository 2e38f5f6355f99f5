package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.session.Session;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.Sessions;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all {@link Sessions} promise. Say what is under test; inherit the tests. */
public interface SessionsContract {
    /** The store whose chats have the sessions; the same one for the whole of a test. */
    StoreUnderTest store();

    /** The sessions under test, of the same chats. */
    Sessions sessions();

    /** The drafts of the same store. */
    SessionDrafts drafts();

    @Test
    default void aChatsSessionIsOpenFromItsStart() {
        var chat = newChat("do it");
        store().log().submit(store().user(), chat.id(), Facts.message("and more"));

        var session = sessions().find(store().user(), chat.session()).orElseThrow();

        assertThat(session.id()).isEqualTo(chat.session());
        assertThat(session.user()).isEqualTo(store().user());
        assertThat(session.chat()).contains(chat.id());
        assertThat(session.task()).isEqualTo("do it");
        assertThat(session.events()).isEqualTo(2);
        assertThat(sessions().list(store().user())).contains(session);
        assertThat(sessions().exists(chat.session())).isTrue();
    }

    @Test
    default void theOldestChatsSessionIsListedFirst() {
        var older = newChat("older");
        var newer = newChat("newer");
        store().log().submit(store().user(), older.id(), Facts.message("again"));

        assertThat(sessions().list(store().user()))
                .extracting(Session::id)
                .containsSubsequence(older.session(), newer.session());
    }

    @Test
    default void aStrangerIsToldThatItExistsAndNothingElse() {
        var chat = newChat("mine");
        var stranger = new UserId(Facts.uuid());

        assertThat(sessions().find(stranger, chat.session())).isEmpty();
        assertThat(sessions().list(stranger)).isEmpty();
        assertThat(sessions().atWork(stranger)).isZero();
        assertThat(sessions().exists(chat.session())).isTrue();
    }

    @Test
    default void whatIsPreparedExistsToo() {
        var session = new SessionId(Facts.uuid());
        assertThat(sessions().exists(session)).isFalse();

        drafts().keep(new SessionDraft(session, SessionDraftsContract.start(store().user(), "task"), Instant.now()));

        assertThat(sessions().exists(session)).isTrue();
        assertThat(sessions().find(store().user(), session)).isEmpty();
    }

    @Test
    default void anEndedSessionIsNone() {
        var chat = newChat("task");
        var next = new SessionId(Facts.uuid());

        sessions().end(store().user(), chat.id(), chat.session(), next);

        assertThat(store().chats().load(chat.id()).orElseThrow().session()).isEqualTo(next);
        assertThat(sessions().exists(chat.session())).isFalse();
        assertThat(sessions().find(store().user(), chat.session())).isEmpty();
        assertThat(sessions().exists(next)).isFalse();
        assertThat(sessions().find(store().user(), next)).isEmpty();
        assertThat(sessions().list(store().user())).extracting(Session::chat).doesNotContain(Optional.of(chat.id()));
    }

    @Test
    default void theNextSessionIsThereOnceItIsOpened() {
        var chat = newChat("task");
        var next = new SessionId(Facts.uuid());
        sessions().end(store().user(), chat.id(), chat.session(), next);

        sessions().open(store().user(), chat.id());
        sessions().open(store().user(), chat.id());

        assertThat(sessions().find(store().user(), next)).map(Session::chat).contains(Optional.of(chat.id()));
        assertThat(sessions().exists(next)).isTrue();
        assertThat(sessions().exists(chat.session())).isFalse();
    }

    @Test
    default void endingAnotherSessionThanTheChatsDoesNothing() {
        var chat = newChat("task");
        var next = new SessionId(Facts.uuid());
        sessions().end(store().user(), chat.id(), chat.session(), next);
        sessions().open(store().user(), chat.id());

        sessions().end(store().user(), chat.id(), chat.session(), new SessionId(Facts.uuid()));

        assertThat(store().chats().load(chat.id()).orElseThrow().session()).isEqualTo(next);
        assertThat(sessions().exists(next)).isTrue();
    }

    @Test
    default void whatIsGoneIsLeftAlone() {
        var gone = store().profile("never made");

        sessions().end(store().user(), gone.id(), gone.session(), new SessionId(Facts.uuid()));
        sessions().open(store().user(), gone.id());

        assertThat(sessions().exists(gone.session())).isFalse();
    }

    @Test
    default void chatsAtWorkAreCounted() {
        var before = sessions().atWork(store().user());
        var chat = newChat("task");
        newChat("another");
        assertThat(sessions().atWork(store().user())).isEqualTo(before + 2);
        var lease = store().leases().claim(chat.id()).orElseThrow();
        assertThat(sessions().atWork(store().user())).isEqualTo(before + 2);

        store().leases().release(lease, 1, true);

        assertThat(sessions().atWork(store().user())).isEqualTo(before + 1);
    }

    @Test
    default void aChatIsAtWorkUntilItsRunnerSettlesAndFromTheNextMessageOn() {
        var chat = newChat("task");
        assertThat(sessions().isAtWork(store().user(), chat.id())).isTrue();
        var lease = store().leases().claim(chat.id()).orElseThrow();
        assertThat(sessions().isAtWork(store().user(), chat.id())).isTrue();

        store().leases().release(lease, 1, true);
        assertThat(sessions().isAtWork(store().user(), chat.id())).isFalse();

        store().log().submit(store().user(), chat.id(), Facts.message("again"));
        assertThat(sessions().isAtWork(store().user(), chat.id())).isTrue();
        assertThat(sessions()
                        .isAtWork(store().user(), store().profile("never made").id()))
                .isFalse();
    }

    private ChatProfile newChat(String task) {
        var profile = store().profile(task);
        store().chats().create(profile, Facts.firstMessage(task), ChatSecrets.NONE);

        return profile;
    }
}
