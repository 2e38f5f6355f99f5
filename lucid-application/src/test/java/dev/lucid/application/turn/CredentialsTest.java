package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.chat.Chats;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.model.ModelOutcome;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What was given for a chat alone: used for it, told to nobody, and missed when it is gone. */
class CredentialsTest {
    private static final ChatSecrets OWN =
            new ChatSecrets(Optional.of(new Secret("ghp_0123456789")), Optional.of(new Secret("sk-9876543210")));

    private final TestLucid world = new TestLucid();

    CredentialsTest() {
        world.sandboxes = OriginRepositories.sandboxes();
    }

    @Test
    void neitherTokenNorKeyIsInAnyEventOrInLiveText() {
        world.repositories = new OriginRepositories("+ghp_0123456789");
        var chat = world.newChatOnARepository("https://example.com/r", false, OWN);
        var shown = new ArrayList<Delta>();
        var models = TestModels.script(
                says("Your key is sk-9876543210", command("echo ghp_0123456789")), says("It was ghp_0123456789"));

        world.runner(models, chat, shown::add).run();

        assertThat(world.events(chat).toString())
                .doesNotContain("0123456789", "9876543210")
                .contains("***");
        assertThat(shown.stream().map(Delta::text).collect(Collectors.joining("|")))
                .doesNotContain("0123456789", "9876543210")
                .contains("ran echo ***");
    }

    @Test
    void aTurnWhoseTokenIsGoneWaitsAndSaysSoAndGoesOnOnceItIsThereAgain() {
        world.repositories = new OriginRepositories("");
        var chat = world.newChatOnARepository("https://example.com/r", false, OWN);
        var lost = new AtomicBoolean(true);
        world.chats = losing(world.store, lost);
        var _ = world.lucid(TestModels.script(says("Done")));
        awaitKey(chat);
        assertThat(world.all(chat, ChatFact.KeyAwaited.class))
                .allSatisfy(
                        waits -> assertThat(waits.message()).contains("can't be read any more", "ENCRYPTION_KEY_OLD"));

        lost.set(false);
        world.say(chat, "and now?");

        assertThat(world.ended(chat)).isEqualTo(new StopReason.Finished("Done"));
        assertThat(world.all(chat, ChatFact.KeyFound.class)).hasSize(1);
        assertThat(world.all(chat, ChatFact.RepositoryCloned.class)).hasSize(1);
    }

    @Test
    void aTurnThatWaitsForItsKeyOutlivesItsProcessAndIsNotCountedAsCutOff() {
        var chat = world.newChat();
        world.chats = losing(world.store, new AtomicBoolean(true));
        for (var process = 0; process < 12; process++) {
            cut(chat, TestModels.script(says("never asked")), () -> awaitKey(chat));
        }
        world.chats = world.store;

        world.runOnce(TestModels.script(says("Done")), chat);

        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
        assertThat(world.all(chat, ChatFact.TurnTakenOver.class)).isEmpty();
        assertThat(world.all(chat, ChatFact.KeyAwaited.class)).hasSize(1);
    }

    @Test
    void aTurnWhoseTokenIsGoneWhenItIsTakenUpAgainWaitsToo() {
        var chat = world.newChat();
        cut(
                chat,
                new TestModels((_, _, stop) -> {
                    TestModels.untilRaised(stop);
                    return new ModelOutcome.Stopped();
                }),
                () -> await().until(() ->
                        !world.all(chat, ChatFact.TurnStarted.class).isEmpty()));
        world.chats = losing(world.store, new AtomicBoolean(true));
        var opened = new AtomicInteger();
        world.sandboxes = new FlakySandboxes(world.sandboxes, opened::incrementAndGet);

        cut(chat, TestModels.script(says("never asked")), () -> awaitKey(chat));

        assertThat(opened).hasValue(0);
        world.chats = world.store;
        world.runOnce(TestModels.script(says("Done")), chat);
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    @Test
    void aTurnThatWaitsForItsKeyCanBeStopped() {
        var chat = world.newChat();
        world.chats = losing(world.store, new AtomicBoolean(true));
        var _ = world.lucid(TestModels.script(says("never asked")));
        awaitKey(chat);

        world.ask(chat, new ChatRequest.StopRequested());

        assertThat(world.ended(chat)).isEqualTo(new StopReason.Stopped());
    }

    @Test
    void aTurnWhoseModelLostTheOperatorsKeyWaits() {
        var chat = world.newChat();
        cut(chat, TestModels.script(says("never asked")).lacking("THE_KEY"), () -> awaitKey(chat));
        assertThat(world.all(chat, ChatFact.KeyAwaited.class).getFirst().message())
                .contains("THE_KEY");

        world.runOnce(TestModels.script(says("Done")), chat);

        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    /** Runs the chat in a process of its own until that moment, and ends that process. */
    private void cut(ChatId chat, TestModels models, Runnable moment) {
        var runner = world.runner(models, chat);
        var running = Thread.ofVirtual().start(runner::run);
        moment.run();
        runner.close();
        TestModels.join(running);
        world.store.release(runner.lease(), 0, false);
    }

    private void awaitKey(ChatId chat) {
        await().until(() -> !world.all(chat, ChatFact.KeyAwaited.class).isEmpty());
    }

    @Test
    void theChatsOwnKeyIsForTheProviderOfItsModelAlone() {
        var chat = world.newChatOnARepository("/origin", false, OWN);
        var profile = world.store.load(chat).orElseThrow();
        var credentials = new Credentials(world.store, profile, new Redaction());

        assertThat(credentials.key(profile.model())).isEqualTo(OWN.modelKey());
        assertThat(credentials.key(new ModelRef(profile.model().provider(), "another")))
                .isEqualTo(OWN.modelKey());
        assertThat(credentials.key(new ModelRef("elsewhere", profile.model().model())))
                .isEmpty();
        assertThat(new Credentials(
                                world.store, world.store.load(world.newChat()).orElseThrow(), new Redaction())
                        .key(profile.model()))
                .isEmpty();
    }

    /** The same chats in a process that can't read what was given for them. */
    private static Chats losing(Chats chats, AtomicBoolean lost) {
        return (Chats) Proxy.newProxyInstance(
                Chats.class.getClassLoader(),
                new Class<?>[] {Chats.class},
                (_, method, arguments) -> method.getName().equals("secrets") && lost.get()
                        ? new Chats.Given(ChatSecrets.NONE, true)
                        : method.invoke(chats, arguments));
    }
}
