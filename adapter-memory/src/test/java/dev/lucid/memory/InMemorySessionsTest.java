package dev.lucid.memory;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.port.session.SessionDrafts;
import dev.lucid.port.session.SessionRecords;
import dev.lucid.port.session.Sessions;
import dev.lucid.testkit.SessionDraftsContract;
import dev.lucid.testkit.SessionRecordsContract;
import dev.lucid.testkit.SessionsContract;
import dev.lucid.testkit.StoreUnderTest;
import java.time.Duration;
import java.time.Instant;

class InMemorySessionsTest implements SessionsContract, SessionRecordsContract, SessionDraftsContract {
    private Duration ahead = Duration.ZERO;
    private final InMemoryStore memory = new InMemoryStore(() -> Instant.now().plus(ahead));

    @Override
    public StoreUnderTest store() {
        return new StoreUnderTest(memory, memory, memory, UserId.LOCAL);
    }

    @Override
    public Sessions sessions() {
        return memory.sessions();
    }

    @Override
    public SessionRecords records() {
        return memory.records();
    }

    @Override
    public ChatEdits edits() {
        return memory;
    }

    @Override
    public SessionDrafts drafts() {
        return memory.drafts();
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public void age(SessionId session, Duration by) {
        ahead = ahead.plus(by);
    }
}
