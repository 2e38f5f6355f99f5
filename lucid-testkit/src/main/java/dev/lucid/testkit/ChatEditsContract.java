package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.log.Appended;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What all {@link ChatEdits} promise. Implement {@link #store()} and {@link #edits()}; inherit the tests. */
public interface ChatEditsContract {
    /** The store whose chats are edited; the same one for the whole of a test. */
    StoreUnderTest store();

    /** The edits under test, of the same chats. */
    ChatEdits edits();

    @Test
    default void aRenamedChatHasItsNewTitleAndIsTheLatest() {
        var renamed = store().newChat("one");
        store().newChat("other");

        assertThat(edits().rename(store().user(), renamed, "a better name")).isTrue();

        assertThat(store().chats().list(store().user(), 1, 0))
                .extracting(ChatProfile::id, ChatProfile::title)
                .containsExactly(tuple(renamed, "a better name"));
    }

    @Test
    default void whateverTheTitleHoldsTheChatIsRenamed() {
        var chat = store().newChat("one");

        assertThat(edits().rename(store().user(), chat, "a\0\uD800b")).isTrue();
    }

    @Test
    default void aStrangerChangesNothing() {
        var chat = store().newChat("mine");
        var stranger = new UserId(Facts.uuid());

        assertThat(edits().rename(stranger, chat, "yours")).isFalse();
        assertThat(edits().delete(stranger, chat)).isFalse();

        assertThat(store().chats().find(store().user(), chat))
                .map(ChatProfile::title)
                .contains("mine");
    }

    @Test
    default void aChatThatIsNotThereCannotBeEdited() {
        var none = new ChatId(Facts.uuid());

        assertThat(edits().rename(store().user(), none, "x")).isFalse();
        assertThat(edits().delete(store().user(), none)).isFalse();
    }

    @Test
    default void aDeletedChatIsGoneWithItsEventsAndSecrets() {
        var profile = store().profile("task");
        var secrets = new ChatSecrets(Optional.of(new Secret("token")), Optional.empty());
        store().chats().create(profile, Facts.firstMessage("task"), secrets);
        var kept = store().newChat("another");

        assertThat(edits().delete(store().user(), profile.id())).isTrue();

        assertThat(edits().delete(store().user(), profile.id())).isFalse();
        assertThat(store().chats().load(profile.id())).isEmpty();
        assertThat(store().chats().secrets(store().user(), profile.id()))
                .isEqualTo(new Chats.Given(ChatSecrets.NONE, false));
        assertThat(store().log().read(profile.id(), 0, 10)).isEmpty();
        assertThat(store().log().submit(store().user(), profile.id(), Facts.message("hello?")))
                .isEqualTo(new Appended.NoSuchChat());
        assertThat(store().log().read(kept, 0, 10)).hasSize(1);
    }

    @Test
    default void whoHoldsADeletedChatHasLostIt() {
        var chat = store().newChat("task");
        var lease = store().leases().claim(chat).orElseThrow();

        edits().delete(store().user(), chat);

        assertThat(store().leases().renew(Set.of(lease))).isEmpty();
        assertThat(store().log().append(lease, List.of(Facts.said("late")))).isEqualTo(new Appended.NoSuchChat());
        assertThat(store().leases().waiting(1000)).doesNotContain(chat);
    }
}
