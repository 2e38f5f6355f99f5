package dev.lucid.application.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.UserId;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.log.Lease;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final InMemoryStore store = new InMemoryStore();
    private final ChatId chat = new StoreUnderTest(store, store, store, UserId.LOCAL).newChat("task");

    @Test
    void aChatIsActiveWhileAnybodyWatchesAndNoLonger() {
        rest();
        try (var presence = new Presence(store, store, Duration.ZERO)) {
            var first = presence.present(UserId.LOCAL, chat, () -> {});
            var second = presence.present(UserId.LOCAL, chat, () -> {});
            first.close();
            first.close();
            assertThat(active()).isTrue();

            second.close();

            await().until(() -> !active());
            var third = presence.present(UserId.LOCAL, chat, () -> {});
            await().until(this::active);
            third.close();
            await().until(() -> !active());
        }
    }

    @Test
    void whoComesBackInTimeFindsItActive() {
        rest();
        store.deactivate(UserId.LOCAL, chat);
        try (var presence = new Presence(store, store, LONG)) {
            presence.present(UserId.LOCAL, chat, () -> {}).close();
            await().until(this::active);
            var back = presence.present(UserId.LOCAL, chat, () -> {});

            assertThat(active()).isTrue();
            back.close();
            assertThat(active()).isTrue();
        }
        assertThat(active()).as("closing waits for nobody").isFalse();
    }

    @RepeatedTest(20)
    void aTurnKeepsItsChatActive() {
        var lease = store.claim(chat).orElseThrow();
        try (var presence = new Presence(store, store, Duration.ZERO)) {
            presence.present(UserId.LOCAL, chat, () -> {}).close();
            assertThat(active()).isTrue();

            end(lease);

            await().until(() -> !active());
        }
    }

    @Test
    void aTurnThatNobodyWatchesEndsInAnInactiveChat() {
        var lease = store.claim(chat).orElseThrow();
        try (var _ = new Presence(store, store, Duration.ZERO)) {
            end(lease);

            await().until(() -> !active());
        }
    }

    @Test
    void anUnfinishedTurnIsLeftActive() {
        try (var presence = new Presence(store, store, Duration.ZERO)) {
            presence.present(UserId.LOCAL, chat, () -> {}).close();
        }

        assertThat(active()).isTrue();
    }

    @Test
    void theWatchItselfIsClosedOnce() {
        var closed = new AtomicInteger();
        try (var presence = new Presence(store, store, LONG)) {
            var watch = presence.present(UserId.LOCAL, chat, closed::incrementAndGet);
            watch.close();
            watch.close();
        }

        assertThat(closed).hasValue(1);
    }

    private void rest() {
        var lease = store.claim(chat).orElseThrow();
        store.release(lease, 1, true);
    }

    private void end(Lease lease) {
        store.append(lease, List.of(Facts.of(new ChatFact.TurnEnded(new StopReason.Finished("done")))));
        store.release(lease, 2, true);
    }

    private boolean active() {
        return store.load(chat).orElseThrow().active();
    }
}
