package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.log.Lease;
import dev.lucid.port.log.Leases;
import dev.lucid.port.model.ModelOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who looks after a chat, and when it is given back. */
@Timeout(60)
class DispatcherTest {
    /** By this clock no lease ever lapses. */
    private final TestLucid world = new TestLucid(InstantSource.fixed(Instant.now()));

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRunThatAFaultCutsOffGivesItsChatBack() {
        var asked = new AtomicInteger();
        var lucid = world.lucid(new TestModels((_, _, _) -> {
            if (asked.incrementAndGet() <= 2) {
                throw new IllegalStateException("a fault of ours");
            }
            return new ModelOutcome.Replied(says("At last"));
        }));

        var chat = start(lucid.startChat());

        assertThat(world.ended(chat)).isEqualTo(new StopReason.Finished("At last"));
    }

    @Test
    void aMessageRightAfterTheChatWasGivenBackIsTakenUpAtOnce() {
        var meddled = new Meddled(world.store);
        world.leases = meddled;
        // Whoever is only found by a look at the store waits longer than this test does.
        world.courtesy = Duration.ofHours(1);
        var lucid = world.lucid(TestModels.script(says("First"), says("Second")));
        meddled.afterNextRelease(chat -> lucid.sendMessage()
                .send(new SendMessage.Command(UserId.LOCAL, chat, "more", Delivery.STEER, Optional.empty())));

        var chat = start(lucid.startChat());

        await().untilAsserted(() -> assertThat(world.ends(chat))
                .containsExactly(new StopReason.Finished("First"), new StopReason.Finished("Second")));
    }

    @Test
    void noMoreChatsAreWorkedOnAtOnceThanThereArePlaces() {
        world.turns = 2;
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var begun = new Semaphore(0);
        var lucid = world.lucid(new TestModels((_, _, _) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            begun.acquireUninterruptibly();
            now.decrementAndGet();
            return new ModelOutcome.Replied(says("Done"));
        }));

        var chats =
                IntStream.range(0, 6).mapToObj(_ -> start(lucid.startChat())).toList();
        await().until(() -> now.get() == 2);
        begun.release(6);

        chats.forEach(chat -> assertThat(world.ended(chat)).isEqualTo(new StopReason.Finished("Done")));
        assertThat(most).hasValue(2);
    }

    @Test
    void whoeverWaitsForAPersonLeavesItsPlaceToOthers() {
        world.turns = 1;
        world.rules = new TurnRules(
                9,
                Duration.ofMinutes(1),
                OptionalLong.empty(),
                OptionalLong.empty(),
                100_000,
                ApprovalPolicy.ALL,
                Duration.ofMinutes(1));
        var lucid = world.lucid(new TestModels((prompt, _, _) -> new ModelOutcome.Replied(
                prompt.messages().toString().contains("ask me") ? says("May I?", command("x")) : says("Done"))));
        var asking = ((StartChat.Outcome.Started)
                        lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "ask me")))
                .chat()
                .id();
        await().until(() -> !world.all(asking, ChatFact.ApprovalAsked.class).isEmpty());

        var other = start(lucid.startChat());

        assertThat(world.ended(other)).isEqualTo(new StopReason.Finished("Done"));
        world.ask(asking, new ChatRequest.StopRequested());
        assertThat(world.ended(asking)).isEqualTo(new StopReason.Stopped());
    }

    /** A sandbox whose engine is away may take minutes to hear of a stop. */
    @Test
    void whatIsSlowToStopDoesNotHoldUpTheLeasesOfOthers() throws InterruptedException {
        var leases = new Taken(world.store);
        world.leases = leases;
        var begun = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        world.sandboxes = new InMemorySandboxes((_, _, _, stop) -> {
            var _ = stop.whenRaised(() -> {
                told.countDown();
                TestModels.await(answer);
            });
            begun.countDown();
            TestModels.await(answer);
            return new CommandEnd.Stopped();
        });
        var lucid = world.lucid(new TestModels((_, _, _) -> new ModelOutcome.Replied(says("I wait", command("wait")))));
        var chat = start(lucid.startChat());
        begun.await();

        leases.take(chat);
        told.await();

        var before = leases.renewals();
        await().until(() -> leases.renewals() > before + 1);
        answer.countDown();
    }

    @Test
    void whatFailsAgainAndAgainLeavesItsPlaceToOthersMeanwhile() {
        world.turns = 1;
        var lucid = world.lucid(new TestModels((prompt, _, _) -> {
            if (prompt.messages().toString().contains("broken")) {
                throw new IllegalStateException("a fault of ours");
            }
            return new ModelOutcome.Replied(says("Done"));
        }));
        var broken = ((StartChat.Outcome.Started)
                        lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "broken")))
                .chat()
                .id();
        await().until(() -> !world.all(broken, ChatFact.TurnTakenOver.class).isEmpty());

        var other = start(lucid.startChat());

        assertThat(world.ended(other)).isEqualTo(new StopReason.Finished("Done"));
    }

    @Test
    void waitsBetweenAttemptsGrowToALimit() {
        assertThat(BackOff.after(1)).isLessThan(BackOff.after(2));
        assertThat(BackOff.after(5)).isLessThan(BackOff.after(6));
        assertThat(BackOff.after(1000)).isEqualTo(BackOff.after(2000)).isLessThan(Duration.ofSeconds(10));
    }

    private static ChatId start(StartChat startChat) {
        return ((StartChat.Outcome.Started) startChat.start(new StartChat.Command(UserId.LOCAL, "task")))
                .chat()
                .id();
    }

    /** Leases right after whose return somebody acts. */
    private static final class Meddled extends ForwardingLeases {
        private volatile Optional<Consumer<ChatId>> afterRelease = Optional.empty();

        Meddled(Leases real) {
            super(real);
        }

        void afterNextRelease(Consumer<ChatId> action) {
            afterRelease = Optional.of(action);
        }

        @Override
        public boolean release(Lease lease, long seen, boolean settled) {
            var rests = super.release(lease, seen, settled);
            var due = afterRelease;
            afterRelease = Optional.empty();
            due.ifPresent(action -> action.accept(lease.chat()));

            return rests;
        }
    }

    /** Leases of which another process may take one. */
    private static final class Taken extends ForwardingLeases {
        private final AtomicInteger renewals = new AtomicInteger();
        private volatile Optional<ChatId> taken = Optional.empty();

        Taken(Leases real) {
            super(real);
        }

        void take(ChatId chat) {
            taken = Optional.of(chat);
        }

        int renewals() {
            return renewals.get();
        }

        @Override
        public Set<Lease> renew(Set<Lease> leases) {
            renewals.incrementAndGet();

            return leases.stream()
                    .filter(lease -> !taken.equals(Optional.of(lease.chat())))
                    .collect(Collectors.toSet());
        }
    }
}
