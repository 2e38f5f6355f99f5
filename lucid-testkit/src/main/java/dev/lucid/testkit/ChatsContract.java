package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.Chats;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all {@link dev.lucid.port.chat.Chats} promise. Implement {@link #store()}; inherit the tests. */
public interface ChatsContract {
    /** The store under test; the same one for the whole of a test. */
    StoreUnderTest store();

    @Test
    default void aChatIsFoundAsItWasMade() {
        var profile = withRepository(store().profile("do it"));
        store().chats().create(profile, Facts.firstMessage("do it"), ChatSecrets.NONE);

        var found = store().chats().find(store().user(), profile.id()).orElseThrow();
        assertThat(found)
                .usingRecursiveComparison()
                .ignoringFields("createdAt", "updatedAt")
                .isEqualTo(profile);
        assertThat(store().chats().load(profile.id())).contains(found);
    }

    @Test
    default void theFirstMessageIsThereWithTheChat() {
        var profile = store().profile("do it");

        var created = store().chats().create(profile, Facts.firstMessage("do it"), ChatSecrets.NONE);

        assertThat(created.repeated()).isFalse();
        assertThat(created.first().seq()).isEqualTo(1);
        assertThat(store().log().read(profile.id(), 0, 10)).containsExactly(created.first());
    }

    @Test
    default void makingAChatAgainChangesNothing() {
        var profile = store().profile("do it");
        var first = Facts.firstMessage("do it");
        var created = store().chats().create(profile, first, ChatSecrets.NONE);

        var again = store().chats().create(profile, first, ChatSecrets.NONE);

        assertThat(again.repeated()).isTrue();
        assertThat(again.first()).isEqualTo(created.first());
        assertThat(store().log().read(profile.id(), 0, 10)).hasSize(1);
    }

    @Test
    default void aPullRequestIsOpenedOnlyWhereOneWasAskedFor() {
        var plain = store().newChat("no pull request");
        var asked = withRepository(store().profile("with a pull request"));
        store().chats().create(asked, Facts.firstMessage("with a pull request"), ChatSecrets.NONE);

        assertThat(store().chats().load(plain).orElseThrow().pullRequest()).isFalse();
        assertThat(store().chats().load(asked.id()).orElseThrow().pullRequest()).isTrue();
    }

    @Test
    default void whatWasGivenForAChatIsKeptWithItAlone() {
        var given =
                new ChatSecrets(Optional.of(new Secret("git token")), Optional.of(new Secret("schön \uD83D\uDD11")));
        var half = new ChatSecrets(Optional.empty(), Optional.of(new Secret("model key")));
        var profile = store().profile("with secrets");
        var other = store().profile("with others");
        store().chats().create(profile, Facts.firstMessage("with secrets"), given);
        store().chats().create(other, Facts.firstMessage("with others"), half);
        var plain = store().newChat("without");

        assertThat(store().chats().secrets(store().user(), profile.id())).isEqualTo(new Chats.Given(given, false));
        assertThat(store().chats().secrets(store().user(), other.id())).isEqualTo(new Chats.Given(half, false));
        assertThat(store().chats().secrets(store().user(), plain)).isEqualTo(new Chats.Given(ChatSecrets.NONE, false));
        assertThat(store().chats().secrets(store().user(), new ChatId(Facts.uuid())))
                .isEqualTo(new Chats.Given(ChatSecrets.NONE, false));
    }

    @Test
    default void makingAChatAgainKeepsItsSecrets() {
        var given = new ChatSecrets(Optional.of(new Secret("first")), Optional.empty());
        var profile = store().profile("task");
        var first = Facts.firstMessage("task");
        store().chats().create(profile, first, given);

        store().chats().create(profile, first, new ChatSecrets(Optional.of(new Secret("second")), Optional.empty()));

        assertThat(store().chats().secrets(store().user(), profile.id())).isEqualTo(new Chats.Given(given, false));
    }

    @Test
    default void anotherUserSeesNothing() {
        var chat = store().newChat("mine");
        var stranger = UserId.ofSubject("stranger");

        assertThat(store().chats().find(stranger, chat)).isEmpty();
        assertThat(store().chats().list(stranger, 100, 0)).isEmpty();
    }

    @Test
    default void theLatestChangeIsListedFirst() {
        var older = store().newChat("older");
        var newer = store().newChat("newer");
        store().log().submit(store().user(), older, Facts.message("again"));

        assertThat(store().chats().list(store().user(), 2, 0))
                .extracting(ChatProfile::id)
                .containsExactly(older, newer);
        assertThat(store().chats().list(store().user(), 1, 1))
                .extracting(ChatProfile::id)
                .containsExactly(newer);
    }

    @Test
    default void aChatThatIsAtRestIsInactiveUntilItIsAttendedAgain() {
        var chat = store().newChat("task");
        var lease = store().leases().claim(chat).orElseThrow();
        store().leases().release(lease, 1, true);

        assertThat(store().chats().deactivate(store().user(), chat)).isTrue();
        assertThat(store().chats().load(chat).orElseThrow().active()).isFalse();
        store().chats().activate(store().user(), chat);
        assertThat(store().chats().load(chat).orElseThrow().active()).isTrue();
    }

    @Test
    default void aChatThatWantsARunnerStaysActive() {
        var chat = store().newChat("task");

        assertThat(store().chats().deactivate(store().user(), chat)).isFalse();
        assertThat(store().leases().claim(chat)).isPresent();
        assertThat(store().chats().deactivate(store().user(), chat)).isFalse();

        assertThat(store().chats().load(chat).orElseThrow().active()).isTrue();
    }

    @Test
    default void aChatThatIsGoneIsAtRest() {
        assertThat(store().chats().deactivate(store().user(), new ChatId(Facts.uuid())))
                .isTrue();
    }

    @Test
    default void whateverTheTextsHoldTheChatIsMade() {
        var odd = "a\0\uD800b";
        var profile = with(store().profile(odd), new RepositoryRef(odd, Optional.of(odd), new Author(odd, odd)), odd);

        store().chats().create(profile, Facts.firstMessage(odd), ChatSecrets.NONE);

        assertThat(store().chats().find(store().user(), profile.id())).isPresent();
    }

    private static ChatProfile withRepository(ChatProfile profile) {
        var repository = new RepositoryRef(
                "https://example.com/r.git", Optional.of("main"), new Author("Ada", "ada@example.com"));

        return with(profile, repository, "project-1");
    }

    private static ChatProfile with(ChatProfile profile, RepositoryRef repository, String project) {
        return new ChatProfile(
                profile.id(),
                profile.owner(),
                profile.session(),
                profile.title(),
                profile.model(),
                Optional.of(repository),
                true,
                Optional.of(project),
                Optional.of("user-123"),
                profile.active(),
                profile.createdAt(),
                profile.updatedAt());
    }
}
