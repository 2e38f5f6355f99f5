package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.LogListener;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes on one database, which tell each other what they commit. */
@ExtendWith(SharedDatabase.class)
class NoticesTest {
    private final EmbeddedPostgres postgres;
    private final PostgresStore writer;
    private final StoreUnderTest ports;

    NoticesTest(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.writer = PostgresStore.open(postgres::server, UUID.randomUUID());
        this.ports = new StoreUnderTest(writer.log(), writer.leases(), writer.chats(), new UserId(UUID.randomUUID()));
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void anotherProcessHearsHowFarAChatIs() {
        var ear = new Ear();
        try (var reader = PostgresStore.open(postgres::server, UUID.randomUUID());
                var _ = reader.log().listen(ear)) {
            await().until(() -> ear.unsure.get() > 0);
            var chat = ports.newChat("task");
            await().until(() -> ear.heads.getOrDefault(chat, 0L) == 1);

            writer.log().submit(ports.user(), chat, Facts.message("more"));
            await().until(() -> ear.heads.getOrDefault(chat, 0L) == 2);
            assertThat(ear.committed).as("it committed nothing itself").hasValue(0);
        }
    }

    @Test
    void whoCommitsIsNotToldOfItTwice() {
        var ear = new Ear();
        try (var other = PostgresStore.open(postgres::server, UUID.randomUUID());
                var _ = writer.log().listen(ear)) {
            await().until(() -> ear.unsure.get() > 0);
            var chat = ports.newChat("task");
            writer.log().submit(ports.user(), chat, Facts.message("more"));
            assertThat(ear.committed).hasValue(2);

            // Notices come in the order of the commits: after that of the other, no earlier one is on its way.
            var last = new StoreUnderTest(other.log(), other.leases(), other.chats(), new UserId(UUID.randomUUID()))
                    .newChat("last");
            await().until(() -> ear.heads.containsKey(last));
            assertThat(ear.heads).doesNotContainKey(chat);
        }
    }

    @Test
    void aGroupTooLargeToNameLeavesTheOthersUnsure() {
        var heads = IntStream.range(0, 1000)
                .mapToObj(_ -> new Head(new ChatId(UUID.randomUUID()), UserId.LOCAL, Long.MAX_VALUE, 0, false, 0))
                .toList();
        var self = UUID.randomUUID();

        assertThat(Notice.read(Notice.text(self, heads))).contains(new Notice(self, Map.of()));
        assertThat(Notice.text(self, heads.subList(0, 130))).hasSizeLessThan(8000);
        assertThat(Notice.read(Notice.text(self, heads.subList(0, 130)))
                        .orElseThrow()
                        .heads())
                .hasSize(130);
    }

    @Test
    void whatIsNoNoticeIsPassedOver() {
        assertThat(List.of("", "hello", "*", UUID.randomUUID() + " x=1", UUID.randomUUID() + " " + UUID.randomUUID()))
                .allMatch(text -> Notice.read(text).isEmpty());
    }

    @Test
    void aLostConnectionIsMadeAnewAndLeavesDoubt() throws IOException {
        var ear = new Ear();
        try (var proxy = WireProxy.before(postgres.server());
                var reader = PostgresStore.open(proxy::address, UUID.randomUUID());
                var _ = reader.log().listen(ear)) {
            await().until(() -> ear.unsure.get() > 0);
            proxy.refuse();
            var chat = ports.newChat("task");
            int doubts = ear.unsure.get();
            proxy.admit();

            await().until(() -> ear.unsure.get() > doubts);
            writer.log().submit(ports.user(), chat, Facts.message("more"));
            await().until(() -> ear.heads.getOrDefault(chat, 0L) == 2);
        }
    }

    @Test
    void behindAPoolerThatSwallowsNoticesTheLogIsLookedAt() throws IOException {
        var ear = new Ear();
        try (var proxy = WireProxy.before(postgres.server())) {
            proxy.swallowNotices();
            try (var reader = PostgresStore.open(proxy::address, UUID.randomUUID());
                    var _ = reader.log().listen(ear)) {
                var chat = ports.newChat("task");
                await().until(() -> ear.heads.getOrDefault(chat, 0L) == 1);

                writer.log().submit(ports.user(), chat, Facts.message("more"));
                await().until(() -> ear.heads.getOrDefault(chat, 0L) == 2);
            }
        }
    }

    @Test
    void afterAListenerIsClosedItHearsNothing() {
        var ear = new Ear();
        var chat = ports.newChat("task");
        var listening = writer.log().listen(ear);
        listening.close();
        writer.log().submit(ports.user(), chat, Facts.message("more"));

        assertThat(ear.committed).hasValue(0);
    }

    @Test
    void aListenerThatFailsDisturbsNobody() {
        var ear = new Ear();
        try (var _ = writer.log().listen(new Failing());
                var _ = writer.log().listen(ear)) {
            var chat = ports.newChat("task");

            assertThat(writer.log().read(chat, 0, 10)).hasSize(1);
            assertThat(ear.committed).hasValue(1);
        }
    }

    private static class Ear implements LogListener {
        final AtomicInteger committed = new AtomicInteger();
        final AtomicInteger unsure = new AtomicInteger();
        final Map<ChatId, Long> heads = new ConcurrentHashMap<>();

        @Override
        public void committed(ChatId chat, List<StoredEvent> events) {
            committed.addAndGet(events.size());
        }

        @Override
        public void advanced(ChatId chat, long seq) {
            heads.merge(chat, seq, Math::max);
        }

        @Override
        public void unsure() {
            unsure.incrementAndGet();
        }
    }

    private static final class Failing extends Ear {
        @Override
        public void committed(ChatId chat, List<StoredEvent> events) {
            throw new IllegalStateException("on purpose");
        }
    }
}
