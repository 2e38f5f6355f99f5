package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ApprovalPolicy;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may work when there are more than there are places. */
@Timeout(60)
class PlacesTest {
    private static final UserId ADA = new UserId(new UUID(1, 1));
    private static final UserId GRACE = new UserId(new UUID(1, 2));
    private static final Duration LONG = Duration.ofMinutes(1);

    private final TestLucid world = new TestLucid();
    private final StopSwitch never = new StopSwitch();
    private ChatId chat = new ChatId(new UUID(0, 0));

    @SuppressWarnings("NullAway.Init")
    private TurnRunner runner;

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aRunnerThatLosesItsChatEndsWhileAllPlacesAreTaken() throws Exception {
        var run = whileAllPlacesAreTaken();
        allow();

        runner.lose();

        assertThat(run.get()).isEqualTo(TurnRunner.End.LOST);
    }

    @Test
    void aTurnIsStoppedWhileAllPlacesAreTaken() throws Exception {
        var run = whileAllPlacesAreTaken();
        allow();

        world.ask(chat, new ChatRequest.StopRequested());
        runner.obey();

        assertThat(run.get()).isEqualTo(TurnRunner.End.RESTED);
        assertThat(world.ends(chat)).containsExactly(new StopReason.Stopped());
    }

    /** From now on it waits for a place. */
    private void allow() {
        var call = world.all(chat, ChatFact.ApprovalAsked.class).getLast().call();
        world.ask(chat, new ChatRequest.ApprovalGiven(call, ChatRequest.Decision.ALLOW));
        runner.wake();
        await().until(() -> runner.seen() == world.events(chat).size());
    }

    @Test
    void aPlaceGoesToTheUserWhoHasTheFewest() throws Exception {
        var places = new Places(2);
        var adas = taken(places, ADA, 2);
        var third = places.place(ADA);
        var thirdTaking = new FutureTask<>(() -> third.take(LONG, never));
        Thread.startVirtualThread(thirdTaking);
        var grace = places.place(GRACE);
        var graceTaking = new FutureTask<>(() -> grace.take(LONG, never));
        Thread.startVirtualThread(graceTaking);

        // Whoever shares gives one up only where somebody waits who has fewer.
        await().until(() -> {
            adas.getFirst().share();
            return graceTaking.isDone();
        });

        assertThat(graceTaking.get()).isTrue();
        assertThat(thirdTaking.isDone()).isFalse();
        adas.getLast().share();
        assertThat(adas.getLast().take(Duration.ZERO, never)).isTrue();
        adas.getLast().leave();
        assertThat(thirdTaking.get()).isTrue();
    }

    @Test
    void whoeverWaitsInVainTakesNobodysPlace() {
        var places = new Places(1);
        var first = taken(places, ADA, 1).getFirst();
        var second = places.place(ADA);
        assertThat(second.take(Duration.ofMillis(1), never)).isFalse();
        var stopped = new StopSwitch();
        stopped.raise();
        assertThat(second.take(LONG, stopped)).isFalse();

        first.leave();

        assertThat(places.place(GRACE).take(Duration.ZERO, never)).isTrue();
    }

    private List<Places.Place> taken(Places places, UserId user, int many) {
        var taken = new ArrayList<Places.Place>();
        for (var i = 0; i < many; i++) {
            var place = places.place(user);
            assertThat(place.take(Duration.ZERO, never)).isTrue();
            taken.add(place);
        }

        return taken;
    }

    /** Runs a new chat until it waits for an approval, and takes the only place then. */
    private FutureTask<TurnRunner.End> whileAllPlacesAreTaken() {
        world.places = new Places(1);
        world.rules = new TurnRules(
                9,
                Duration.ofMinutes(1),
                OptionalLong.empty(),
                OptionalLong.empty(),
                100_000,
                ApprovalPolicy.ALL,
                Duration.ofMinutes(1));
        chat = world.newChat();
        runner = world.runner(TestModels.script(says("May I?", command("x")), says("never asked")), chat);
        var run = new FutureTask<>(runner::run);
        Thread.startVirtualThread(run);
        await().until(() -> !world.all(chat, ChatFact.ApprovalAsked.class).isEmpty());
        var other = world.places.place(ADA);
        await().until(() -> other.take(Duration.ofMillis(10), never));

        return run;
    }
}
