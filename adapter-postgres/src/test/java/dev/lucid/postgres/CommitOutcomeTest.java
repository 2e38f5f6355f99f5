package dev.lucid.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.log.Appended;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.LogListener;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import dev.lucid.testkit.Facts;
import dev.lucid.testkit.StoreUnderTest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections break where it hurts most; nothing is lost, nothing is stored or told twice. */
@ExtendWith(SharedDatabase.class)
class CommitOutcomeTest {
    private final EmbeddedPostgres postgres;
    private final WireProxy proxy;
    private final PostgresStore store;
    private final StoreUnderTest ports;

    CommitOutcomeTest(EmbeddedPostgres postgres) throws IOException {
        this.postgres = postgres;
        this.proxy = WireProxy.before(postgres.server());
        this.store = PostgresStore.open(proxy::address, UUID.randomUUID());
        this.ports = new StoreUnderTest(store.log(), store.leases(), store.chats(), new UserId(UUID.randomUUID()));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        proxy.close();
    }

    @Test
    void aCommitWhoseAnswerWasLostIsFoundInTheLog() {
        var lease = claimed();
        var told = new CopyOnWriteArrayList<StoredEvent>();
        try (var _ = store.log().listen(collecting(told))) {
            proxy.cutAfterCommit();

            var appended = store.log().append(lease, List.of(Facts.said("a"), Facts.said("b")));

            assertThat(proxy.hasCut()).isTrue();
            var events = store.log().read(lease.chat(), 1, 10);
            assertThat(appended).isEqualTo(new Appended.Stored(events, false));
            assertThat(events).extracting(StoredEvent::seq).containsExactly(2L, 3L);
            assertThat(told).isEqualTo(events);
        }
    }

    @Test
    void aCommitThatNeverArrivedIsRepeated() {
        var lease = claimed();
        var told = new CopyOnWriteArrayList<StoredEvent>();
        try (var _ = store.log().listen(collecting(told))) {
            proxy.cutBeforeCommit();

            var appended = store.log().append(lease, List.of(Facts.said("a")));

            assertThat(proxy.hasCut()).isTrue();
            var events = store.log().read(lease.chat(), 1, 10);
            assertThat(appended).isEqualTo(new Appended.Stored(events, false));
            assertThat(told).isEqualTo(events).hasSize(1);
        }
    }

    @Test
    void aChatWhoseMakingGotNoAnswerIsThereOnce() {
        for (var cut : List.<Runnable>of(proxy::cutAfterCommit, proxy::cutBeforeCommit)) {
            var profile = ports.profile("task");
            var first = Facts.firstMessage("task");
            cut.run();

            var created = store.chats().create(profile, first, ChatSecrets.NONE);

            assertThat(proxy.hasCut()).isTrue();
            assertThat(created.repeated()).isFalse();
            assertThat(store.log().read(profile.id(), 0, 10)).containsExactly(created.first());
        }
    }

    @Test
    void anOutageIsWaitedOut() throws Exception {
        var lease = claimed();
        proxy.refuse();
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var append = thread.submit(() -> store.log().append(lease, List.of(Facts.said("patient"))));
            var read = thread.submit(() -> store.log().read(lease.chat(), 0, 10));
            var renew = thread.submit(() -> store.leases().renew(java.util.Set.of(lease)));
            assertThatThrownBy(() -> append.get(1, TimeUnit.SECONDS))
                    .isInstanceOf(java.util.concurrent.TimeoutException.class);
            proxy.admit();

            assertThat(append.get(30, TimeUnit.SECONDS)).isInstanceOf(Appended.Stored.class);
            assertThat(read.get(30, TimeUnit.SECONDS)).isNotEmpty();
            assertThat(renew.get(30, TimeUnit.SECONDS)).containsExactly(lease);
        }
    }

    @Test
    void closingDuringAnOutageEndsInAFailureThatSaysTryAgain() throws Exception {
        var lease = claimed();
        proxy.refuse();
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var append = thread.submit(() -> store.log().append(lease, List.of(Facts.said("late"))));
            var closing = thread.submit(store::close);

            closing.get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> append.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(PortFailure.Transient.class);
        }
    }

    @Test
    void whatTheDatabaseRefusesFailsAloneAndForGood() throws Exception {
        var lease = claimed();
        var stranger = claimed();
        var mine = Facts.said("mine");
        store.log().append(lease, List.of(mine));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<Appended>>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                results.add(threads.submit(() -> number == 20
                        ? store.log().append(stranger, List.of(mine)) // an id that belongs to another chat
                        : store.log().submit(ports.user(), stranger.chat(), Facts.message("fine " + number))));
            }
            for (int i = 0; i < results.size(); i++) {
                var result = results.get(i);
                if (i == 20) {
                    assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS))
                            .hasCauseInstanceOf(PortFailure.Permanent.class);
                } else {
                    assertThat(result.get(30, TimeUnit.SECONDS)).isInstanceOf(Appended.Stored.class);
                }
            }
        }
        assertThat(store.log().read(stranger.chat(), 0, 100)).hasSize(40);
    }

    @Test
    void aStatementThatFailsForOneAppendFailsForNoOther() throws Exception {
        var lease = claimed();
        var poison = "poison " + UUID.randomUUID();
        TestConnections.execute(
                postgres.owner(),
                "create or replace function refuse_poison() returns trigger language plpgsql as $$ begin"
                        + " if new.content = '" + poison + "' then raise 'poison' using errcode = '22000'; end if;"
                        + " return new; end $$;"
                        + " create or replace trigger poison before insert on chat_messages"
                        + " for each row execute function refuse_poison()");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var bad = new ArrayList<Future<Appended>>();
            var good = new ArrayList<Future<Appended>>();
            for (int i = 0; i < 60; i++) {
                var text = i % 20 == 10 ? poison : "fine " + i;
                (i % 20 == 10 ? bad : good)
                        .add(threads.submit(() -> store.log().submit(ports.user(), lease.chat(), Facts.message(text))));
            }
            for (var append : bad) {
                assertThatThrownBy(() -> append.get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(PortFailure.Permanent.class)
                        .hasMessageContaining("appending to chat " + lease.chat());
            }
            for (var append : good) {
                assertThat(append.get(30, TimeUnit.SECONDS)).isInstanceOf(Appended.Stored.class);
            }
        } finally {
            TestConnections.execute(postgres.owner(), "drop function refuse_poison() cascade");
        }
        assertThat(store.log().read(lease.chat(), 0, 1000))
                .extracting(StoredEvent::seq)
                .isEqualTo(LongStream.rangeClosed(1, 58).boxed().toList());
    }

    @Test
    void whatWaitsIsStoredBeforeTheLogCloses() throws Exception {
        var lease = claimed();
        List<Future<Appended>> appends = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 100; i++) {
                var text = "m" + i;
                appends.add(threads.submit(() -> store.log().submit(ports.user(), lease.chat(), Facts.message(text))));
            }
            store.close();
        }
        int stored = 0;
        for (var append : appends) {
            stored += append.state() == Future.State.SUCCESS ? 1 : 0;
        }

        assertThat(TestConnections.ask(
                        postgres.owner(),
                        "select count(*) - 1 from chat_messages where session_id = '" + lease.chat() + "'"))
                .containsExactly("" + stored);
    }

    @Test
    void twoHundredChatsUnderKilledConnectionsStayDenseAndWhole() throws Exception {
        var random = new Random(42);
        var told = new ConcurrentHashMap<ChatId, List<StoredEvent>>();
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var _ = store.log().listen(collecting(told))) {
            List<Future<List<StoredEvent>>> writers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                writers.add(threads.submit(this::writeAChat));
            }
            var killer = threads.submit(() -> kill(random, done));
            var written = new HashMap<ChatId, List<StoredEvent>>();
            for (var writer : writers) {
                var events = writer.get(120, TimeUnit.SECONDS);
                written.put(events.getFirst().chat(), events);
            }
            done.set(true);
            assertThat(killer.get(30, TimeUnit.SECONDS))
                    .as("connections killed")
                    .isGreaterThan(3);

            written.forEach((chat, events) -> {
                var stored = store.log().read(chat, 0, 1000);
                assertThat(stored).isEqualTo(events);
                assertThat(stored)
                        .extracting(StoredEvent::seq)
                        .isEqualTo(
                                LongStream.rangeClosed(1, stored.size()).boxed().toList());
                assertThat(told.get(chat)).isEqualTo(stored);
            });
        }
    }

    private List<StoredEvent> writeAChat() {
        var profile = ports.profile("task");
        var events = new ArrayList<>(List.of(store.chats()
                .create(profile, Facts.firstMessage("task"), ChatSecrets.NONE)
                .first()));
        var lease = claim(profile.id());
        for (int i = 0; i < 12; i++) {
            List<NewEvent<ChatFact>> facts = List.of(Facts.said("a" + i), Facts.said("b" + i));
            var stored = (Appended.Stored) store.log().append(lease, facts);
            assertThat(stored.repeated()).isFalse();
            events.addAll(stored.events());
        }
        return events;
    }

    /** A claim whose answer was lost is held by nobody who knows: it has to lapse first, here at once. */
    private Lease claim(ChatId chat) {
        for (var lease = store.leases().claim(chat); ; lease = store.leases().claim(chat)) {
            if (lease.isPresent()) {
                return lease.get();
            }
            lapse(chat);
        }
    }

    private void lapse(ChatId chat) {
        try {
            TestConnections.execute(
                    postgres.owner(),
                    "update chat_heads set lease_end = now() - interval '1 second' where session_id = '" + chat + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int kill(Random random, AtomicBoolean done) throws SQLException {
        int killed = 0;
        try (var connection = TestConnections.open(postgres.owner())) {
            while (!done.get()) {
                long pause = random.nextInt(20, 120);
                TestConnections.ask(connection, "select pg_sleep(" + pause / 1000.0 + ")");
                killed += TestConnections.ask(
                                connection,
                                "select pg_terminate_backend(pid) from pg_stat_activity"
                                        + " where usename = 'lucid_server' and state <> 'idle' order by random() limit 2")
                        .size();
            }
        }
        return killed;
    }

    private Lease claimed() {
        return store.leases().claim(ports.newChat("task")).orElseThrow();
    }

    private static LogListener collecting(List<StoredEvent> told) {
        return new Collecting(events -> told.addAll(events));
    }

    private static LogListener collecting(Map<ChatId, List<StoredEvent>> told) {
        return new Collecting(
                events -> told.computeIfAbsent(events.getFirst().chat(), _ -> new CopyOnWriteArrayList<>())
                        .addAll(events));
    }

    private record Collecting(java.util.function.Consumer<List<StoredEvent>> to) implements LogListener {
        @Override
        public void committed(ChatId chat, List<StoredEvent> events) {
            to.accept(events);
        }

        @Override
        public void advanced(ChatId chat, long seq) {}

        @Override
        public void unsure() {}
    }
}
