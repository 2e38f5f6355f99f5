package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lucid.cli.CannotStart;
import dev.lucid.cli.Choices;
import dev.lucid.cli.Engine;
import dev.lucid.cli.ServerAddress;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.javalin.LocalMode;
import dev.lucid.javalin.LucidServer;
import dev.lucid.javalin.ServerSettings;
import dev.lucid.javalin.lucidai.EngineStatus;
import dev.lucid.javalin.lucidai.LucidAi;
import dev.lucid.javalin.lucidai.StoredChats;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.postgres.StoredForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One Lucid, worked with in its own process and over its server: commands can't tell which it is. */
@Timeout(120)
class EnginesTest {
    @TempDir
    private static Path folder;

    private static final List<String> SAID = Collections.synchronizedList(new ArrayList<>());
    private static LucidConfig config = new LucidConfig(Path.of("/nowhere"), Map.of());
    private static Optional<StandardLucid> standard = Optional.empty();
    private static Optional<LucidServer> server = Optional.empty();
    private static String repository = "";
    private static ChatId others = new ChatId(new UUID(0, 0));

    @BeforeAll
    static void begin() throws IOException {
        var script = Files.writeString(folder.resolve("script.yaml"), EngineContract.SCRIPT);
        var machine = new MachineFacts(System.getenv("PATH"), Optional.empty(), folder, folder, InstantSource.system());
        repository = FailingTestRepository.in(Files.createDirectories(folder.resolve("repository")))
                .origin()
                .toString();
        config = new LucidConfig(
                folder.resolve("data"),
                Map.of(Variable.LUCID_SCRIPT, script.toString(), Variable.LUCID_APPROVE, "writes"));
        var opened = StandardLucid.open(config, machine, new StandardLucid.Use(false, false, false, _ -> true));
        standard = Optional.of(opened);
        others = ((StartChat.Outcome.Started) opened.lucid()
                        .startChat()
                        .start(new StartChat.Command(new UserId(new UUID(7, 7)), "somebody else's")))
                .chat()
                .id();
        server = Optional.of(serve(0));
    }

    @AfterAll
    static void end() {
        server.ifPresent(LucidServer::close);
        standard.ifPresent(StandardLucid::close);
    }

    private static LucidServer serve(int port) {
        var verbs = StandardServer.verbs(standard.orElseThrow().lucid(), new DiskFloor(() -> Long.MAX_VALUE, 0));
        var status = new EngineStatus(false, false, 0, 0, "scripted");
        var started = new LucidServer(
                new ServerSettings("127.0.0.1", port),
                new LocalMode(List.of()),
                List.of(
                        new LucidAi(verbs, () -> status, InstantSource.system()),
                        new StoredChats(verbs, new StoredForm()::text)));
        started.start();

        return started;
    }

    private static ServerAddress address() {
        return ServerAddress.of("http://127.0.0.1:" + server.orElseThrow().port());
    }

    private static Engine remote() {
        return new Remotes(config, InstantSource.system(), SAID::add)
                .open(address(), new Choices(Optional.empty(), Optional.empty(), Optional.empty(), false));
    }

    @Nested
    class InItsOwnProcess implements EngineContract {
        private final Engine engine = new LocalEngine(
                standard.orElseThrow(),
                ConcurrentHashMap.newKeySet(),
                InstantSource.system(),
                new DiskFloor(() -> 1, 0));

        @Override
        public Engine engine() {
            return engine;
        }

        @Override
        public ChatId othersChat() {
            return others;
        }

        @Override
        public String repository() {
            return repository;
        }
    }

    @Nested
    class OverItsServer implements EngineContract {
        private Engine engine = remote();

        @AfterEach
        void close() {
            engine.close();
        }

        @Override
        public Engine engine() {
            return engine;
        }

        @Override
        public ChatId othersChat() {
            return others;
        }

        @Override
        public String repository() {
            return repository;
        }

        @Test
        void aWatchGoesOnWhenTheServerIsBack() {
            var chat = ((StartChat.Outcome.Started)
                            engine.startChat().start(new StartChat.Command(engine.user(), "work")))
                    .chat();
            var seqs = Collections.synchronizedList(new ArrayList<Long>());
            var command = new WatchChat.Command(engine.user(), chat.id(), 0);
            var outcome = engine.watchChat().watch(command, (sight, done) -> {
                if (sight instanceof Sight.Event stored) {
                    seqs.add(stored.event().seq());
                }
                done.run();
            });
            try (var _ = ((WatchChat.Outcome.Watching) outcome).watch()) {
                var lucid = standard.orElseThrow().lucid();
                await().atMost(PATIENCE).until(() -> lucid.running() == 0 && !seqs.isEmpty());
                var port = server.orElseThrow().port();
                server.orElseThrow().close();
                await().atMost(PATIENCE).until(() -> SAID.toString().contains("is lost; trying again"));
                lucid.sendMessage()
                        .send(new SendMessage.Command(
                                UserId.LOCAL, chat.id(), "meanwhile", Delivery.STEER, Optional.empty()));
                server = Optional.of(serve(port));
                await().atMost(PATIENCE).until(() -> SAID.toString().contains("again]"));
                var stored = engine.readChats().events(engine.user(), chat.id(), 0, 100);
                await().atMost(PATIENCE).until(() -> seqs.size() >= stored.size());
            }
            assertThat(seqs).doesNotHaveDuplicates().isSorted().startsWith(1L);
            assertThat(seqs.getLast()).isEqualTo(seqs.size());
            assertThat(engine.failure()).isEmpty();
        }
    }

    @Nested
    class WithAToken {
        private final Login login = new Login(folder.resolve("login-data"));

        @BeforeEach
        void forget() {
            login.forget();
        }

        @Test
        void aLoginIsKeptForItsOwnerAlone() throws IOException {
            login.keep(new Login.Kept(address(), new Secret("first")));
            login.keep(new Login.Kept(address(), new Secret("second")));

            assertThat(Files.getPosixFilePermissions(folder.resolve("login-data/login")))
                    .extracting(Enum::name)
                    .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
            assertThat(folder.resolve("login-data")).isDirectoryNotContaining("glob:**/.*");
            assertThat(login.kept()).contains(new Login.Kept(address(), new Secret("second")));
            assertThat(login.forget()).isTrue();
            assertThat(login.kept()).isEmpty();
        }

        @Test
        void aLoginThatOthersMayReadIsNotUsed() throws IOException {
            login.keep(new Login.Kept(address(), new Secret("seen")));
            var file = folder.resolve("login-data/login");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

            assertThatThrownBy(login::kept)
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining("Others may read")
                    .hasMessageNotContaining("seen");
        }

        @Test
        void aServerThatIsNotThereIsSaidInWords() {
            var remotes = new Remotes(config, InstantSource.system(), SAID::add);
            var nobody = ServerAddress.of("http://127.0.0.1:1");

            assertThatThrownBy(() -> remotes.login(nobody, new Secret("tok")))
                    .isInstanceOf(PortFailure.class)
                    .hasMessageContaining("can't be reached")
                    .hasMessageNotContaining("tok");
            assertThat(remotes.logout()).isEmpty();
        }
    }
}
