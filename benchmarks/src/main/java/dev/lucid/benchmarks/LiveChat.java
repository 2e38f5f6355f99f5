package dev.lucid.benchmarks;

import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.lucidai.EngineStatus;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.log.Lease;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.util.List;
import java.util.Optional;

/** One chat on the real server, with its events in memory; the benchmark is its runner. */
final class LiveChat implements Broadcaster {
    private final InMemoryStore store = new InMemoryStore();
    private final ChatId chat = new StoreUnderTest(store, store, store, UserId.LOCAL).newChat("broadcast");
    private final Lease lease = store.claim(chat).orElseThrow();
    private final String text;
    private final Lucid lucid;
    private final LucidServer server;
    private long next;

    /** Each event says {@code text}. */
    LiveChat(String text) {
        this.text = text;
        lucid = Lucid.builder()
                .store(store, store, store)
                .models(new NoModels())
                .sandboxes(new InMemorySandboxes())
                .withoutTurns()
                .build();
        server = LiveServer.serving(lucid, new EngineStatus(false, false, 0, 0, "none"));
        next = events(0).getLast().seq() + 1;
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public String firstMessage() {
        return "{\"type\":\"attach\",\"chatId\":\"" + chat + "\",\"after\":" + (next - 1) + "}";
    }

    @Override
    public int listeners() {
        return server.sockets();
    }

    @Override
    public long next() {
        return next;
    }

    @Override
    public void send() {
        store.append(lease, List.of(Facts.of(new ChatFact.Said(text))));
        next++;
    }

    List<StoredEvent> events(long after) {
        return store.read(chat, after, 1000);
    }

    @Override
    public void close() {
        server.close();
        lucid.close();
    }

    /** Nobody asks a model here. */
    private static final class NoModels implements LanguageModels {
        private static final ModelRef NONE = new ModelRef("scripted", "default");

        @Override
        public ModelRef standard() {
            return NONE;
        }

        @Override
        public Optional<ModelRef> find(String name) {
            return Optional.empty();
        }

        @Override
        public List<ModelRef> available() {
            return List.of();
        }

        @Override
        public Optional<String> missingKey(ModelRef ref) {
            return Optional.empty();
        }

        @Override
        public LanguageModel model(ModelRef ref) {
            throw new IllegalArgumentException("There is no model here");
        }

        @Override
        public LanguageModel model(ModelRef ref, Secret key) {
            throw new IllegalArgumentException("There is no model here");
        }

        @Override
        public int window(ModelRef ref) {
            return 1000;
        }
    }
}
