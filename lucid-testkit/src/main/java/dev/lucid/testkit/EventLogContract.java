package dev.lucid.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.EventLog;
import dev.lucid.port.log.LogListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} promises. Implement {@link #store()}; inherit the tests. */
public interface EventLogContract {
    /** The store under test; the same one for the whole of a test. */
    StoreUnderTest store();

    @Test
    default void numbersCountFromOneWithoutAGap() {
        var chat = store().newChat("first");
        var lease = store().leases().claim(chat).orElseThrow();

        store().log().append(lease, List.of(Facts.said("a"), Facts.said("b")));
        store().log().submit(store().user(), chat, Facts.message("c"));
        store().log().append(lease, List.of(Facts.said("d")));

        assertThat(store().log().read(chat, 0, 100))
                .extracting(StoredEvent::seq)
                .containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    default void whatWasStoredIsReadAsItWas() {
        var chat = store().newChat("first");
        var lease = store().leases().claim(chat).orElseThrow();
        var facts = Facts.oneOfEach();

        var appended = (Appended.Stored) store().log().append(lease, facts);

        assertThat(store().log().read(chat, 1, 1000)).isEqualTo(appended.events());
        assertThat(appended.events().stream().<Object>map(StoredEvent::event))
                .isEqualTo(facts.stream().map(NewEvent::event).toList());
    }

    @Test
    default void readingGoesOnFromACursor() {
        var chat = store().newChat("first");
        var lease = store().leases().claim(chat).orElseThrow();
        store().log()
                .append(
                        lease,
                        LongStream.range(0, 20)
                                .mapToObj(i -> Facts.said("n" + i))
                                .toList());

        assertThat(store().log().read(chat, 5, 3)).extracting(StoredEvent::seq).containsExactly(6L, 7L, 8L);
        assertThat(store().log().read(chat, 21, 3)).isEmpty();
        assertThat(store().log().read(chat, 1_000_000, 3)).isEmpty();
    }

    @Test
    default void appendingAgainGivesTheNumbersGivenBefore() {
        var chat = store().newChat("first");
        var lease = store().leases().claim(chat).orElseThrow();
        var facts = List.of(Facts.said("a"), Facts.said("b"));

        var first = (Appended.Stored) store().log().append(lease, facts);
        store().log().submit(store().user(), chat, Facts.message("between"));
        var second = (Appended.Stored) store().log().append(lease, facts);

        assertThat(first.repeated()).isFalse();
        assertThat(second.repeated()).isTrue();
        assertThat(second.events()).isEqualTo(first.events());
        assertThat(store().log().read(chat, 0, 100)).hasSize(4);
    }

    @Test
    default void submittingTheSameEventAgainIsOneEvent() {
        var chat = store().newChat("first");
        var message = Facts.message("once");

        var first = (Appended.Stored) store().log().submit(store().user(), chat, message);
        var second = (Appended.Stored) store().log().submit(store().user(), chat, message);

        assertThat(second).isEqualTo(new Appended.Stored(first.events(), true));
    }

    @Test
    default void aRequestThatFollowsWhatWasSeenIsOvertakenByAnythingElse() {
        var chat = store().newChat("first");
        var late = Facts.message("late");
        var inTime = Facts.message("in time");
        store().log().submit(store().user(), chat, Facts.message("second"));

        assertThat(store().log().submitAfter(1, store().user(), chat, late)).isEqualTo(new Appended.Overtaken());
        assertThat(store().log().submitAfter(2, store().user(), chat, inTime)).isInstanceOf(Appended.Stored.class);

        assertThat(store().log().read(chat, 2, 10)).extracting(StoredEvent::id).containsExactly(inTime.id());
        assertThat(store().log().submitAfter(2, store().user(), chat, inTime))
                .as("the same again")
                .matches(again -> ((Appended.Stored) again).repeated());
    }

    @Test
    default void whoLostTheLeaseStoresNothing() {
        var chat = store().newChat("first");
        var old = store().leases().claim(chat).orElseThrow();
        store().leases().release(old, 1, false);
        var now = store().leases().claim(chat).orElseThrow();

        assertThat(store().log().append(old, List.of(Facts.said("late")))).isEqualTo(new Appended.FencedOut());
        assertThat(store().log().append(now, List.of(Facts.said("mine")))).isInstanceOf(Appended.Stored.class);
        assertThat(store().log().read(chat, 0, 100)).hasSize(2);
    }

    @Test
    default void whoGaveTheLeaseBackStoresNothing() {
        var chat = store().newChat("first");
        var lease = store().leases().claim(chat).orElseThrow();
        store().leases().release(lease, 1, true);

        assertThat(store().log().append(lease, List.of(Facts.said("late")))).isEqualTo(new Appended.FencedOut());
    }

    @Test
    default void whoLostTheLeaseIsStillToldWhatWasStoredBefore() {
        var chat = store().newChat("first");
        var old = store().leases().claim(chat).orElseThrow();
        var facts = List.of(Facts.said("a"));
        var stored = (Appended.Stored) store().log().append(old, facts);
        store().leases().release(old, 2, false);
        assertThat(store().leases().claim(chat)).isPresent();

        assertThat(store().log().append(old, facts)).isEqualTo(new Appended.Stored(stored.events(), true));
    }

    @Test
    default void theSameEventFromManyAtOnceIsOneEvent() throws Exception {
        var chat = store().newChat("first");
        var message = Facts.message("once");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var submits = new ArrayList<Future<Appended>>();
            for (var i = 0; i < 20; i++) {
                submits.add(threads.submit(() -> store().log().submit(store().user(), chat, message)));
            }
            var fresh = 0;
            for (var submit : submits) {
                fresh += ((Appended.Stored) submit.get(30, TimeUnit.SECONDS)).repeated() ? 0 : 1;
            }
            assertThat(fresh).isEqualTo(1);
        }

        assertThat(store().log().read(chat, 0, 10)).hasSize(2);
    }

    @Test
    default void aChatThatIsNotThereTakesNothing() {
        var nowhere = new ChatId(Facts.uuid());

        assertThat(store().log().submit(store().user(), nowhere, Facts.message("hello")))
                .isEqualTo(new Appended.NoSuchChat());
        assertThat(store().log().read(nowhere, 0, 10)).isEmpty();
    }

    @Test
    default void textThatADatabaseMayNotLikeIsKeptReadable() {
        var chat = store().newChat("first");

        store().log()
                .submit(
                        store().user(),
                        chat,
                        Facts.message("tab\t quote' \"double\" back\\slash \u2028 emoji \uD83D\uDE00 end"));

        var stored = (ChatRequest.UserMessaged)
                store().log().read(chat, 1, 1).getFirst().event();
        assertThat(stored.text()).isEqualTo("tab\t quote' \"double\" back\\slash \u2028 emoji \uD83D\uDE00 end");
    }

    @Test
    default void textThatCannotBeStoredHarmsNothingElse() {
        var chat = store().newChat("first");
        var other = store().newChat("other");

        store().log().submit(store().user(), chat, Facts.message("nul\0 lone\uD800 end"));
        store().log().submit(store().user(), other, Facts.message("fine"));

        assertThat(store().log().read(chat, 0, 10)).hasSize(2);
        assertThat(store().log().read(other, 0, 10)).hasSize(2);
    }

    @Test
    default void listenersHearOfEachCommitInOrder() throws InterruptedException {
        var chat = store().newChat("first");
        var lease = store().leases().claim(chat).orElseThrow();
        var heard = Collections.synchronizedList(new ArrayList<Long>());
        var enough = new CountDownLatch(30);

        try (var _ = store().log().listen(hearing(chat, heard, enough))) {
            for (var i = 0; i < 30; i++) {
                store().log().append(lease, List.of(Facts.said("n" + i)));
            }
            assertThat(enough.await(20, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(heard).isEqualTo(LongStream.rangeClosed(2, 31).boxed().toList());
    }

    @Test
    default void manyWritersMakeNoGapAndNoRepeat() throws Exception {
        var chats = List.of(store().newChat("one"), store().newChat("two"), store().newChat("three"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Future<?>>();
            for (var writer = 0; writer < 12; writer++) {
                var chat = chats.get(writer % chats.size());
                writers.add(threads.submit(() -> {
                    for (var i = 0; i < 50; i++) {
                        assertThat(store().log().submit(store().user(), chat, Facts.message("m" + i)))
                                .isInstanceOf(Appended.Stored.class);
                    }
                }));
            }
            for (var writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
        }

        for (var chat : chats) {
            assertThat(store().log().read(chat, 0, 1000))
                    .extracting(StoredEvent::seq)
                    .isEqualTo(LongStream.rangeClosed(1, 201).boxed().toList());
        }
    }

    private static LogListener hearing(ChatId chat, List<Long> heard, CountDownLatch enough) {
        return new LogListener() {
            @Override
            public void committed(ChatId where, List<StoredEvent> events) {
                if (where.equals(chat)) {
                    events.forEach(event -> {
                        heard.add(event.seq());
                        enough.countDown();
                    });
                }
            }

            @Override
            public void advanced(ChatId where, long seq) {}

            @Override
            public void unsure() {}
        };
    }

    @Test
    default void aPageOfLongEventsIsShorterAndTheNextOnesGoOn() {
        var chat = store().newChat("task");
        var lease = store().leases().claim(chat).orElseThrow();
        var texts = IntStream.range(0, 30).mapToObj(i -> i + "x".repeat(80_000)).toList();
        texts.forEach(text -> store().log().append(lease, List.of(Facts.said(text))));

        var page = store().log().read(chat, 1, 100);
        assertThat(page).isNotEmpty().hasSizeLessThan(2 * EventLog.PAGE_BYTES / 80_000);
        assertThat(store().log().read(store().user(), chat, 1, 100)).isEqualTo(page);
        var all = new ArrayList<StoredEvent>();
        while (!page.isEmpty()) {
            all.addAll(page);
            page = store().log().read(chat, all.getLast().seq(), 100);
        }

        assertThat(all)
                .extracting(StoredEvent::event)
                .isEqualTo(texts.stream().map(ChatFact.Said::new).toList());
    }

    @Test
    default void messagesAreRefusedWhileTooMuchWaitsAndTakenOnceATurnHasBegun() {
        var chat = store().newChat("task");
        var first = Facts.message("é".repeat(EventLog.UNREAD_BYTES / 8));
        for (var i = 0; i < 3; i++) {
            assertThat(store().log()
                            .submit(
                                    store().user(),
                                    chat,
                                    i == 0 ? first : Facts.message("é".repeat(EventLog.UNREAD_BYTES / 8))))
                    .isInstanceOf(Appended.Stored.class);
        }

        assertThat(store().log().submit(store().user(), chat, Facts.message("é".repeat(EventLog.UNREAD_BYTES / 8))))
                .isEqualTo(new Appended.TooMuchUnread("task".length() + 3L * EventLog.UNREAD_BYTES / 4));
        assertThat(store().log().submit(store().user(), chat, first)).isInstanceOf(Appended.Stored.class);
        var stop = new NewEvent<ChatRequest>(new EventId(Facts.uuid()), new ChatRequest.StopRequested());
        assertThat(store().log().submit(store().user(), chat, stop)).isInstanceOf(Appended.Stored.class);
        assertThat(store().log().read(chat, 4, 10)).hasSize(1);

        var lease = store().leases().claim(chat).orElseThrow();
        store().log().append(lease, List.of(Facts.oneOfEach().getFirst()));
        assertThat(store().log().submit(store().user(), chat, Facts.message("now")))
                .isInstanceOf(Appended.Stored.class);
    }

    @Test
    default void nothingWaitsInAChatAtRest() {
        var chat = store().newChat("task");
        var filling = "x".repeat(EventLog.UNREAD_BYTES / 4 - 1);
        for (var i = 0; i < 4; i++) {
            store().log().submit(store().user(), chat, Facts.message(filling));
        }
        assertThat(store().log().submit(store().user(), chat, Facts.message("more")))
                .isInstanceOf(Appended.TooMuchUnread.class);

        store().leases().release(store().leases().claim(chat).orElseThrow(), 5, true);

        assertThat(store().log().submit(store().user(), chat, Facts.message("more")))
                .isInstanceOf(Appended.Stored.class);
    }

    @Test
    default void aStrangersRequestIsAnsweredLikeThatForAChatThatIsNotThere() {
        var chat = store().newChat("mine");
        var stranger = new UserId(Facts.uuid());

        assertThat(store().log().submit(stranger, chat, Facts.message("yours"))).isEqualTo(new Appended.NoSuchChat());
        assertThat(store().log().read(stranger, chat, 0, 10)).isEmpty();
        assertThat(store().log().read(chat, 0, 10)).hasSize(1);
    }
}
