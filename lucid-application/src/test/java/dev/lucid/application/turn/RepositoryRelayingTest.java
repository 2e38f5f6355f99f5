package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.command;
import static dev.lucid.application.turn.TestModels.says;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.memory.InMemoryRelays;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.GitTraffic;
import dev.lucid.port.change.Repositories.CloneRequest;
import dev.lucid.port.log.Leases;
import dev.lucid.port.relay.Relays;
import dev.lucid.port.relay.Relays.Answer;
import dev.lucid.port.relay.Relays.Request;
import dev.lucid.port.workspace.Confinement;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.port.workspace.SandboxAbility;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told to whoever comes in through a run's relay, and when nobody is told anything any more. */
@Timeout(60)
class RepositoryRelayingTest {
    private static final Secret TOKEN = new Secret("token-of-the-chat");

    private final TestLucid world = new TestLucid();
    private final InMemoryRelays relays = new InMemoryRelays();
    private final Traffic traffic = new Traffic();
    private final List<CloneRequest> clones = new ArrayList<>();
    private Thread running = Thread.ofVirtual().unstarted(() -> {});

    /** How far the clock is ahead of where it stands. */
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    @BeforeEach
    void begin() {
        var now = Instant.now();
        world.clock = () -> now.plus(ahead.get());
        world.sandboxes = new Relayed(new InMemorySandboxes(world.shell), Set.of(SandboxAbility.RELAY));
        world.inward = Optional.of(new Inward(relays, traffic));
        world.repositories = new NotedClones();
    }

    @AfterEach
    void end() throws InterruptedException {
        running.join();
        world.close();
    }

    /** Notes what is to be cloned, and finds no bundle afterwards. */
    private final class NotedClones extends NotedRepositories {
        @Override
        public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
            clones.add(request);

            return super.clone(request, progress, stop);
        }

        @Override
        public Pack pack(PackRequest request) {
            return new Pack("pack", WorkspacePath.of("bundle"));
        }
    }

    /** Notes whom it is asked for; its answers are short. */
    private static final class Traffic implements GitTraffic {
        private final List<Remote> asked = new CopyOnWriteArrayList<>();
        private final List<String> paths = new CopyOnWriteArrayList<>();
        private final List<StopSignal> stops = new CopyOnWriteArrayList<>();

        @Override
        public GitTraffic.Answer answer(Remote remote, GitTraffic.Request request, StopSignal stop) {
            asked.add(remote);
            paths.add(request.method() + " " + request.path() + "?" + request.query());
            stops.add(stop);

            return new GitTraffic.Answer(200, Map.of(), new ByteArrayInputStream("told".getBytes(UTF_8)));
        }
    }

    /** Sandboxes in memory that say they can do that. */
    private record Relayed(Sandboxes sandboxes, Set<SandboxAbility> abilities) implements Sandboxes {
        private Relayed {
            abilities = Set.copyOf(abilities);
        }

        @Override
        public Sandbox open(SandboxSpec spec) {
            return sandboxes.open(spec);
        }

        @Override
        public void discard(SandboxSpec spec) {
            sandboxes.discard(spec);
        }

        @Override
        public Confinement confinement() {
            return sandboxes.confinement();
        }
    }

    @Test
    void whoShowsTheRunsKeyReachesTheSessionsOwnRepository() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var runner = working(chat);

        assertThat(told(ask(chat, "/repository.git/info/refs", basic(key(chat)))))
                .isEqualTo("200 told");
        assertThat(traffic.asked)
                .containsExactly(new GitTraffic.Remote(spec(chat), "https://example.com/r", Optional.of(TOKEN)));
        assertThat(traffic.paths).containsExactly("GET /info/refs?service=git-upload-pack");
        runner.close();
    }

    @Test
    void theCloneIsToldWhereItsOriginIsSeenFromInside() throws InterruptedException {
        var runner = working(chat("https://example.com/r"));

        assertThat(clones)
                .singleElement()
                .satisfies(request -> assertThat(request.seenAs()).contains("http://127.0.0.1:5824/repository.git"));
        runner.close();
    }

    @Test
    void whoShowsAnotherKeyOrNoneIsAskedForIt() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var runner = working(chat);
        var key = key(chat);

        for (var shown : List.of(
                "",
                basic(""),
                basic("wrong"),
                basic(key + "x"),
                basic(key.substring(1)),
                "Bearer " + key,
                "Basic " + key,
                "Basic",
                "Basic %%%")) {
            var answer = ask(chat, "/repository.git/info/refs", shown);

            assertThat(answer.status()).as(shown).isEqualTo(401);
            assertThat(answer.headers().get("WWW-Authenticate")).startsWith("Basic ");
            assertThat(told(answer)).as(shown).contains("key was not shown").doesNotContain(key);
        }
        assertThat(traffic.asked).isEmpty();
        runner.close();
    }

    @Test
    void thereIsNothingButTheRepository() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var runner = working(chat);

        for (var path :
                List.of("/", "/repository.git", "/repository.gitx/info/refs", "/v1/messages", "/api/v1/chats")) {
            assertThat(ask(chat, path, basic(key(chat))).status()).as(path).isEqualTo(404);
        }
        assertThat(traffic.asked).isEmpty();
        runner.close();
    }

    @Test
    void theNextRunHasAnotherKeyAndTheLastOnesOpensNothing() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var first = working(chat);
        var key = key(chat);
        first.close();
        running.join();
        world.store.release(first.lease(), 0, false);
        assertThat(relays.key(spec(chat))).isEmpty();

        var second = working(chat);

        assertThat(key(chat)).isNotEqualTo(key);
        assertThat(ask(chat, "/repository.git/info/refs", basic(key)).status()).isEqualTo(401);
        second.close();
    }

    @Test
    void theEndOfTheRunCutsWhoIsInside() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var runner = working(chat);
        var answer = ask(chat, "/repository.git/info/refs", basic(key(chat)));
        assertThat(traffic.stops.getFirst().raised()).isFalse();

        runner.close();
        running.join();

        assertThat(traffic.stops.getFirst().raised()).isTrue();
        assertThat(told(answer)).isEqualTo("200 cut");
    }

    @Test
    void aRunThatHasLostItsLeaseAnswersNothingAndCutsAtOnce() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var runner = working(chat);
        var key = key(chat);
        ask(chat, "/repository.git/info/refs", basic(key));

        world.store.release(runner.lease(), 0, false);
        var taken = world.store.claim(chat).orElseThrow();
        ahead.set(Duration.ofSeconds(1));
        assertThat(ask(chat, "/repository.git/info/refs", basic(key)).status()).isEqualTo(401);
        runner.lose();
        assertThat(traffic.stops.getFirst().raised()).isTrue();

        world.store.release(taken, 0, false);
    }

    @Test
    void whoAsksOftenAsksTheStoreNowAndThen() throws InterruptedException {
        var asked = new AtomicInteger();
        world.leases = counted(world.leases, asked);
        var chat = chat("https://example.com/r");
        var runner = working(chat);
        var key = key(chat);
        asked.set(0);

        for (var i = 0; i < 20; i++) {
            assertThat(ask(chat, "/repository.git/info/refs", basic(key)).status())
                    .isEqualTo(200);
        }
        assertThat(asked).hasValue(1);
        ahead.set(Duration.ofSeconds(1));
        ask(chat, "/repository.git/info/refs", basic(key));

        assertThat(asked).hasValue(2);
        runner.close();
    }

    @Test
    void aFailureIsRememberedTooAndTheTokenForSomeSeconds() {
        var asked = new AtomicInteger();
        var failing = new AtomicBoolean(true);
        var remembered = new Remembered<>(
                () -> {
                    asked.incrementAndGet();
                    if (failing.get()) {
                        throw new PortFailure.Transient("no connection");
                    }
                    return "known";
                },
                Duration.ofSeconds(5),
                world.clock);

        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(remembered::get).isInstanceOf(PortFailure.Transient.class);
        }
        assertThat(asked).hasValue(1);
        failing.set(false);
        ahead.set(Duration.ofSeconds(5));
        assertThat(remembered.get()).isEqualTo("known");
        ahead.set(Duration.ofSeconds(9));
        assertThat(remembered.get()).isEqualTo("known");
        assertThat(asked).hasValue(2);
        ahead.set(Duration.ZERO); // a clock that was set back
        assertThat(remembered.get()).isEqualTo("known");
        assertThat(asked).hasValue(3);
    }

    /** Counts how often leases are renewed. */
    private static Leases counted(Leases leases, AtomicInteger renewed) {
        return (Leases) Proxy.newProxyInstance(
                Leases.class.getClassLoader(), new Class<?>[] {Leases.class}, (_, method, arguments) -> {
                    if (method.getName().equals("renew")) {
                        renewed.incrementAndGet();
                    }
                    return method.invoke(leases, arguments);
                });
    }

    @Test
    void aStoreThatCantBeReachedIsNoReasonToLetSomebodyIn() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var leases = world.leases;
        world.leases = (Leases) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Leases.class}, (_, method, arguments) -> {
                    if (method.getName().equals("renew")) {
                        throw new PortFailure.Transient("no connection");
                    }
                    return method.invoke(leases, arguments);
                });
        var runner = working(chat);

        assertThat(ask(chat, "/repository.git/info/refs", basic(key(chat))).status())
                .isEqualTo(503);
        assertThat(traffic.asked).isEmpty();
        runner.close();
    }

    @Test
    void theKeyIsInNoEvent() throws InterruptedException {
        var chat = chat("https://example.com/r");
        var key = new ArrayList<String>();
        world.sandboxes = new Relayed(
                new InMemorySandboxes((_, _, output, _) -> {
                    key.add(key(chat));
                    output.text("it is " + key.getFirst() + " or " + basic(key.getFirst()));
                    return new CommandEnd.Exited(0);
                }),
                Set.of(SandboxAbility.RELAY));

        world.runOnce(TestModels.script(says("", command("cat key")), says("Done")), chat);

        assertThat(key).hasSizeGreaterThan(0).allSatisfy(one -> assertThat(one).hasSizeGreaterThan(40));
        assertThat(world.events(chat).toString())
                .contains("it is *** or Basic ***")
                .doesNotContain(key.getFirst());
    }

    @Test
    void whereThereIsNoRelayOrNoPlaceOnTheWebThereIsNoWay() throws InterruptedException {
        var local = chat("/origin");
        working(local).close();
        running.join();
        assertThat(relays.key(spec(local))).isEmpty();

        world.sandboxes = new Relayed(new InMemorySandboxes(new TestShell()), Set.of());
        var chat = chat("https://example.com/r");
        world.runOnce(TestModels.script(says("", command("x")), says("Done")), chat);

        assertThat(clones)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.seenAs()).isEmpty());
    }

    @Test
    void aRunWhoseWayCantBeOpenedGoesOn() {
        world.inward = Optional.of(new Inward(
                new Relays() {
                    @Override
                    public Relay open(SandboxSpec session, Secret key, Handler handler) {
                        throw new PortFailure.Permanent("no room");
                    }

                    @Override
                    public void discard(SandboxSpec session) {}
                },
                traffic));
        var chat = chat("https://example.com/r");

        world.runOnce(TestModels.script(says("", command("x")), says("Done")), chat);

        assertThat(world.shell.ran).contains("x");
    }

    private ChatId chat(String address) {
        return world.newChatOnARepository(address, false, new ChatSecrets(Optional.of(TOKEN), Optional.empty()));
    }

    private SandboxSpec spec(ChatId chat) {
        var profile = world.store.load(chat).orElseThrow();

        return new SandboxSpec(profile.owner(), profile.session());
    }

    /** A runner in whose sandbox a command runs that goes on until it is stopped. */
    private TurnRunner working(ChatId chat) throws InterruptedException {
        var before = world.shell.ran.size();
        var runner = world.runner(TestModels.script(says("", command("wait"))), chat);
        running = Thread.ofVirtual().start(runner::run);
        await().until(() -> world.shell.ran.size() > before);

        return runner;
    }

    private String key(ChatId chat) {
        return relays.key(spec(chat)).orElseThrow().reveal();
    }

    private static String basic(String key) {
        return "Basic " + Base64.getEncoder().encodeToString(("lucid:" + key).getBytes(UTF_8));
    }

    private Answer ask(ChatId chat, String path, String authorization) {
        var headers = authorization.isEmpty() ? Map.<String, String>of() : Map.of("authorization", authorization);

        return relays.ask(
                        spec(chat),
                        new Request("GET", path, "service=git-upload-pack", headers, InputStream.nullInputStream()))
                .orElseThrow();
    }

    private static String told(Answer answer) {
        try (var body = answer.body()) {
            return answer.status() + " " + new String(body.readAllBytes(), UTF_8);
        } catch (IOException _) {
            return answer.status() + " cut";
        }
    }
}
