package dev.lucid.memory;

import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ChatEdits;
import dev.lucid.testkit.ChatEditsContract;
import dev.lucid.testkit.ChatsContract;
import dev.lucid.testkit.EventLogContract;
import dev.lucid.testkit.LeasesContract;
import dev.lucid.testkit.StoreUnderTest;

class InMemoryStoreTest implements EventLogContract, LeasesContract, ChatsContract, ChatEditsContract {
    private final InMemoryStore memory = new InMemoryStore();

    @Override
    public StoreUnderTest store() {
        return new StoreUnderTest(memory, memory, memory, UserId.LOCAL);
    }

    @Override
    public ChatEdits edits() {
        return memory;
    }
}
