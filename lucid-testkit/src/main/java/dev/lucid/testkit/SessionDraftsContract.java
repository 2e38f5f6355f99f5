package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.session.SessionDraft;
import dev.lucid.port.session.SessionDrafts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What all {@link SessionDrafts} promise. Say what is under test; inherit the tests. */
public interface SessionDraftsContract {
    /** The drafts under test, always the same within a test. */
    SessionDrafts drafts();

    /** Somebody who has an account. */
    UserId user();

    /** Makes a kept draft older by that much. */
    void age(SessionId session, Duration by);

    @Test
    default void aDraftIsFoundAsItWasKept() {
        var draft = draft("do it");
        drafts().keep(draft);

        var found = drafts().find(user(), draft.id()).orElseThrow();

        assertThat(found.id()).isEqualTo(draft.id());
        assertThat(found.start()).isEqualTo(draft.start());
        assertThat(drafts().list(user())).contains(found);
    }

    @Test
    default void aDraftWithAllThereCanBeIsFoundAsItWasKept() {
        var all = new StartChat.Command(
                user(),
                "do it",
                Optional.of("scripted"),
                Optional.of(new RepositoryRef(
                        "https://example.com/r.git", Optional.of("main"), new Author("Ada", "ada@example.com"))),
                true,
                new ChatSecrets(Optional.of(new Secret("git token")), Optional.of(new Secret("model key"))),
                Optional.of("project-1"),
                Optional.of("user-123"),
                Optional.of("key"));
        var draft = new SessionDraft(new SessionId(Facts.uuid()), all, Instant.now());
        drafts().keep(draft);

        assertThat(drafts().find(user(), draft.id())).map(SessionDraft::start).contains(all);
    }

    @Test
    default void keepingADraftAgainChangesNothing() {
        var draft = draft("first");
        drafts().keep(draft);

        drafts().keep(new SessionDraft(draft.id(), start(user(), "second"), Instant.now()));

        assertThat(drafts().find(user(), draft.id()).orElseThrow().start().task())
                .isEqualTo("first");
    }

    @Test
    default void theOldestDraftIsListedFirst() {
        var older = draft("older");
        var newer = draft("newer");
        drafts().keep(older);
        drafts().keep(newer);
        age(older.id(), Duration.ofMinutes(1));

        assertThat(drafts().list(user())).extracting(SessionDraft::id).containsSubsequence(older.id(), newer.id());
    }

    @Test
    default void aStrangerSeesNothing() {
        var draft = draft("mine");
        drafts().keep(draft);
        var stranger = new UserId(Facts.uuid());

        assertThat(drafts().find(stranger, draft.id())).isEmpty();
        assertThat(drafts().list(stranger)).isEmpty();
        assertThat(drafts().remove(stranger, draft.id())).isFalse();
        assertThat(drafts().find(user(), draft.id())).isPresent();
    }

    @Test
    default void aRemovedDraftIsGoneAndOneIsToldSo() {
        var draft = draft("task");
        drafts().keep(draft);

        assertThat(drafts().remove(user(), draft.id())).isTrue();
        assertThat(drafts().remove(user(), draft.id())).isFalse();
        assertThat(drafts().find(user(), draft.id())).isEmpty();
    }

    @Test
    default void aDraftThatIsTooOldIsGone() {
        var draft = draft("task");
        drafts().keep(draft);
        age(draft.id(), SessionDrafts.LIFE.plusSeconds(1));

        assertThat(drafts().find(user(), draft.id())).isEmpty();
        assertThat(drafts().list(user())).extracting(SessionDraft::id).doesNotContain(draft.id());
        assertThat(drafts().remove(user(), draft.id())).isFalse();
    }

    @Test
    default void aDraftLivesAlmostAsLongAsItMay() {
        var draft = draft("task");
        drafts().keep(draft);
        age(draft.id(), SessionDrafts.LIFE.minusMinutes(1));

        assertThat(drafts().find(user(), draft.id())).isPresent();
    }

    private SessionDraft draft(String task) {
        return new SessionDraft(new SessionId(Facts.uuid()), start(user(), task), Instant.now());
    }

    /** A start of that task and nothing else. */
    static StartChat.Command start(UserId user, String task) {
        return new StartChat.Command(user, task);
    }
}
