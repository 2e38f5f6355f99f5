package dev.lucid.application.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.log.Lease;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatFeedTest {
    private final InMemoryStore store = new InMemoryStore();
    private final ChatId chat = new StoreUnderTest(store, store, store, UserId.LOCAL).newChat("task");
    private final Lease lease = store.claim(chat).orElseThrow();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyWatcherSeesEachEventOnceInOrderHoweverSlowAndWheneverItComes(long seed) {
        var random = new SplittableRandom(seed);
        record Watching(Onlooker onlooker, long after) {}
        var watching = new ArrayList<Watching>();
        try (var feed = new ChatFeed(new FlakyNotices(store, seed))) {
            var last = 1L;
            for (var round = 0; round < 400; round++) {
                if (random.nextInt(10) == 0) {
                    var onlooker = new Onlooker(random.nextBoolean());
                    var after = random.nextLong(last + 1);
                    feed.watch(chat, after, onlooker);
                    watching.add(new Watching(onlooker, after));
                }
                last += append(1 + random.nextInt(12));
                watching.forEach(one -> one.onlooker().takeOne());
            }
            var end = last;
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(2))
                    .untilAsserted(() -> {
                        watching.forEach(one -> {
                            for (var i = 0; i < 200; i++) {
                                one.onlooker().takeOne();
                            }
                        });
                        assertThat(watching)
                                .as("seed %d", seed)
                                .allSatisfy(one -> assertThat(one.onlooker().seqs())
                                        .isEqualTo(LongStream.rangeClosed(one.after() + 1, end)
                                                .boxed()
                                                .toList()))
                                // That it has caught up is told after the last event, and taken like one.
                                .allSatisfy(one ->
                                        assertThat(one.onlooker().caughtUp()).isEqualTo(1));
                    });
        }
    }

    @Test
    void whoComesLateToATextGetsAllOfItAndThenTheRest() {
        var id = UUID.randomUUID();
        try (var feed = new ChatFeed(store)) {
            var early = new Onlooker(true);
            feed.watch(chat, 0, early);
            await().until(() -> early.caughtUp() == 1);
            feed.made(chat, new Delta(Sight.Kind.TEXT, id, 0, "The answer "));
            await().until(() -> early.text(id).equals("The answer "));

            var late = new Onlooker(true);
            feed.watch(chat, 1, late);
            await().until(() -> late.text(id).equals("The answer "));
            feed.made(chat, new Delta(Sight.Kind.TEXT, id, 11, "is 42"));

            await().untilAsserted(() ->
                    assertThat(List.of(early.text(id), late.text(id))).containsOnly("The answer is 42"));
        }
    }

    @Test
    void aTextIsForgottenOnceItsEventIsThere() {
        var id = new EventId(UUID.randomUUID());
        try (var feed = new ChatFeed(store)) {
            var early = new Onlooker(true);
            feed.watch(chat, 0, early);
            feed.made(chat, new Delta(Sight.Kind.TEXT, id.value(), 0, "The answer"));
            store.append(lease, List.of(new NewEvent<>(id, new ChatFact.Said("The answer"))));
            await().until(() -> early.seqs().contains(2L));

            var late = new Onlooker(true);
            feed.watch(chat, 0, late);
            await().until(() -> late.caughtUp() == 1);

            assertThat(late.text(id.value())).isEmpty();
            assertThat(late.seqs()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aTextThatBeginsAnewReplacesWhatWasShown() {
        var id = UUID.randomUUID();
        try (var feed = new ChatFeed(store)) {
            var onlooker = new Onlooker(true);
            feed.watch(chat, 0, onlooker);
            await().until(() -> onlooker.caughtUp() == 1);

            feed.made(chat, new Delta(Sight.Kind.TEXT, id, 0, "A first attempt"));
            feed.made(chat, new Delta(Sight.Kind.TEXT, id, 0, "A second"));

            await().until(() -> onlooker.text(id).equals("A second"));
        }
    }

    @Test
    void nothingIsShownAfterAWatchIsClosed() {
        try (var feed = new ChatFeed(store)) {
            var gone = new Onlooker(true);
            var there = new Onlooker(true);
            var watch = feed.watch(chat, 0, gone);
            feed.watch(chat, 0, there);
            await().until(() -> gone.caughtUp() == 1);

            watch.close();
            append(3);

            await().until(() -> there.seqs().size() == 4);
            assertThat(gone.seqs()).containsExactly(1L);
        }
    }

    @Test
    void aChatThatNobodyWatchesCostsNothing() {
        try (var feed = new ChatFeed(store)) {
            var onlooker = new Onlooker(true);
            var watch = feed.watch(chat, 0, onlooker);
            await().until(() -> onlooker.caughtUp() == 1);

            watch.close();
            feed.rested(chat);

            await().until(() -> feed.live() == 0);
        }
    }

    @Test
    void whatARunLeftHalfMadeIsForgottenWithIt() {
        var id = UUID.randomUUID();
        try (var feed = new ChatFeed(store)) {
            feed.made(chat, new Delta(Sight.Kind.TEXT, id, 0, "The ans"));

            feed.rested(chat);

            await().until(() -> feed.live() == 0);
            var late = new Onlooker(true);
            feed.watch(chat, 0, late);
            await().until(() -> late.caughtUp() == 1);
            assertThat(late.text(id)).isEmpty();
        }
    }

    @Test
    void anEventThatIsStoredWhileAWatcherReadsTheLogsEndIsShown() throws InterruptedException {
        var gated = new GatedReading(store);
        try (var feed = new ChatFeed(gated)) {
            var onlooker = new Onlooker(true);
            feed.watch(chat, 1, onlooker);
            gated.awaitRead();
            append(1);
            await().until(() -> gated.told() == 1);

            gated.open();

            await().until(() -> onlooker.seqs().equals(List.of(2L)));
        }
    }

    @Test
    void aTextIsNotShownAgainAfterItsEventWasRead() throws InterruptedException {
        var id = new EventId(UUID.randomUUID());
        var gated = new GatedReading(store);
        try (var feed = new ChatFeed(gated)) {
            feed.made(chat, new Delta(Sight.Kind.TEXT, id.value(), 0, "The answer"));
            store.append(lease, List.of(new NewEvent<>(id, new ChatFact.Said("The answer"))));
            var late = new Onlooker(true);
            feed.watch(chat, 0, late);
            gated.awaitRead();
            gated.open();
            await().until(() -> late.caughtUp() == 1);

            feed.made(chat, new Delta(Sight.Kind.TEXT, id.value(), 0, "The answer"));
            append(1);

            await().until(() -> late.seqs().equals(List.of(1L, 2L, 3L)));
            assertThat(late.text(id.value())).isEmpty();
        }
    }

    @Test
    void aFailingWatcherHarmsNoOther() {
        try (var feed = new ChatFeed(store)) {
            var there = new Onlooker(true);
            feed.watch(chat, 0, (_, _) -> {
                throw new IllegalStateException("a fault in a watcher");
            });
            feed.watch(chat, 0, there);

            append(3);

            await().until(() -> there.seqs().equals(List.of(1L, 2L, 3L, 4L)));
        }
    }

    @Test
    void aLogThatCannotBeReadIsReadLater() {
        var failing = new FailingReads(store, 1);
        try (var feed = new ChatFeed(failing)) {
            var onlooker = new Onlooker(true);
            feed.watch(chat, 0, onlooker);

            await().atMost(Duration.ofSeconds(30)).until(() -> onlooker.seqs().equals(List.of(1L)));
        }
    }

    @Test
    void heavyEventsWaitForASlowWatcherInTheLogNotInMemory() {
        var text = "x".repeat(100_000);
        try (var feed = new ChatFeed(store)) {
            var stuck = new Onlooker(false);
            var quick = new Onlooker(true);
            feed.watch(chat, 0, stuck);
            feed.watch(chat, 0, quick);
            for (var i = 0; i < 200; i++) {
                store.append(lease, List.of(Facts.said(text)));
            }
            await().until(() -> quick.seqs().size() == 201);

            assertThat(feed.weight(chat)).isLessThan(3 * Weight.QUEUE);
            await().pollInterval(Duration.ofMillis(2)).until(() -> {
                stuck.takeOne();
                return stuck.seqs().size() == 201;
            });
        }
    }

    @Test
    void aWatcherThatTakesNothingHoldsUpNobodyAndCatchesUpLater() {
        try (var feed = new ChatFeed(store)) {
            var stuck = new Onlooker(false);
            var quick = new Onlooker(true);
            feed.watch(chat, 0, stuck);
            feed.watch(chat, 0, quick);
            for (var i = 0; i < 50; i++) {
                append(100);
            }
            await().until(() -> quick.seqs().size() == 5001);

            assertThat(stuck.seqs()).hasSizeLessThan(3);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (var i = 0; i < 500; i++) {
                            stuck.takeOne();
                        }
                        return stuck.seqs().size() == 5001;
                    });
        }
    }

    private int append(int count) {
        store.append(
                lease,
                LongStream.range(0, count).mapToObj(i -> Facts.said("n" + i)).toList());

        return count;
    }
}
