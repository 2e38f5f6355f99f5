package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.cli.Runner;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatProfile;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.identity.UserId;
import dev.lucid.port.chat.ControlTurn;
import dev.lucid.port.chat.SendMessage;
import dev.lucid.port.chat.StartChat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which chats a command's own process runs. */
@Timeout(120)
class LocalEngineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SLOW = """
            turns:
              - calls:
                  - tool: run_command
                    arguments: {command: "sleep 600", seconds: 900}
            """;

    @TempDir
    private Path folder;

    private final Set<ChatId> own = ConcurrentHashMap.newKeySet();
    private StandardLucid standard;
    private LocalEngine engine;

    @BeforeEach
    void begin() throws IOException {
        var script = Files.writeString(folder.resolve("script.yaml"), SLOW);
        var machine = new MachineFacts(System.getenv("PATH"), Optional.empty(), folder, folder, InstantSource.system());
        var config = new LucidConfig(folder.resolve("data"), Map.of(Variable.LUCID_SCRIPT, script.toString()));
        standard = StandardLucid.open(config, machine, new StandardLucid.Use(false, false, false, own::contains));
        engine = new LocalEngine(standard, own, machine.clock(), new DiskFloor(() -> 1, 0));
    }

    @AfterEach
    void end() {
        engine.close();
    }

    @Test
    void aStartedChatIsItsOwnAndTheSameKeyIsTheSameChat() {
        var command = new StartChat.Command(UserId.LOCAL, "work").withKey("my key");
        var chat = started(engine.startChat().start(command));

        assertThat(own).containsExactly(chat.id());
        assertThat(started(engine.startChat().start(command)).id()).isEqualTo(chat.id());
        assertThat(own).containsExactly(chat.id());
    }

    @Test
    void onAFullDiskNothingBegins() {
        var full = new LocalEngine(standard, own, InstantSource.system(), new DiskFloor(() -> 0, 1));

        assertThat(full.startChat().start(new StartChat.Command(UserId.LOCAL, "work")))
                .isInstanceOf(StartChat.Outcome.TooMany.class);
        assertThat(own).isEmpty();
    }

    @Test
    void withoutAKeyEachChatIsAnother() {
        var command = new StartChat.Command(UserId.LOCAL, "work");
        var one = started(engine.startChat().start(command));
        var other = started(engine.startChat().start(command));

        assertThat(own).containsExactlyInAnyOrder(one.id(), other.id());
        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @Test
    void aChatOfAnotherIsLeftAloneUntilSomethingIsSaidInIt() {
        var chat = startedByAnother();
        assertThat(engine.runner(chat)).isEqualTo(Runner.NOBODY);

        engine.sendMessage()
                .send(new SendMessage.Command(UserId.LOCAL, chat.id(), "go on", Delivery.STEER, Optional.empty()));

        await().atMost(PATIENCE).until(() -> engine.runner(chat) == Runner.HERE);
    }

    @Test
    void aChatOfAnotherIsItsOwnOnceItIsControlled() {
        var chat = startedByAnother();
        assertThat(own).isEmpty();

        engine.controlTurn()
                .control(new ControlTurn.Command(
                        UserId.LOCAL, chat.id(), new ChatRequest.StopRequested(), Optional.empty()));

        assertThat(own).containsExactly(chat.id());
    }

    @Test
    void closedItRunsNothingAndMayBeClosedAgain() {
        started(engine.startChat().start(new StartChat.Command(UserId.LOCAL, "work")));

        engine.close();
        engine.close();

        assertThat(folder.resolve("data/processes")).isEmptyDirectory();
    }

    private ChatProfile startedByAnother() {
        return started(standard.lucid().startChat().start(new StartChat.Command(UserId.LOCAL, "work")));
    }

    private static ChatProfile started(StartChat.Outcome outcome) {
        return ((StartChat.Outcome.Started) outcome).chat();
    }
}
