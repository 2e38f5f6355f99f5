package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.application.Lucid;
import dev.lucid.domain.change.Author;
import dev.lucid.domain.change.RepositoryRef;
import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.githost.GitPrograms;
import dev.lucid.githost.GitRepositories;
import dev.lucid.githost.GitSettings;
import dev.lucid.githost.Reach;
import dev.lucid.githost.WayOut;
import dev.lucid.llm.Limits;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.llm.ModelSettings;
import dev.lucid.local.LocalConfig;
import dev.lucid.local.LocalSandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.chat.StartChat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job within one process: a repository with a failing test in, a branch where it passes out. */
@Timeout(120)
class RepairTest {
    private static final UserId USER = new UserId(new UUID(1, 1));

    @TempDir
    private Path folder;

    private FailingTestRepository project;
    private LocalSandboxes sandboxes;
    private ModelRegistry models;
    private Lucid lucid;

    @BeforeEach
    void setUp() throws IOException {
        project = FailingTestRepository.in(folder);
        sandboxes = new LocalSandboxes(new LocalConfig(folder.resolve("workspaces")));
        models = new ModelRegistry(
                new ModelSettings(
                        List.of(), Optional.empty(), Optional.of(project.script()), Optional.empty(), Limits.STANDARD),
                InstantSource.system());
        var store = new InMemoryStore();
        lucid = Lucid.builder()
                .store(store, store, store)
                .models(models)
                .sandboxes(sandboxes)
                .repositories(repositories())
                .build();
    }

    @AfterEach
    void closeAll() {
        lucid.close();
        models.close();
        sandboxes.close();
    }

    @Test
    void aFailingTestIsRepairedOnABranchOfItsOwn() throws IOException {
        List<String> before = project.branches();

        ChatId chat = start(project.origin().toString());
        List<ChatEvent> events = eventsUntilTheEnd(chat);

        assertThat(only(events, ChatFact.TurnEnded.class).reason())
                .as("%s", events)
                .isInstanceOf(StopReason.Finished.class);
        var pushed = only(events, ChatFact.BranchPushed.class);
        assertThat(pushed.branch()).startsWith("lucid/make-the-failing-test-pass-");
        assertThat(pushed.diff()).contains("-    sum=$((sum - number))\n+    sum=$((sum + number))\n");
        assertThat(project.test("main")).isEqualTo(1);
        assertThat(project.test(pushed.branch())).isZero();
        assertThat(project.branches()).hasSize(before.size() + 1).containsAll(before);
        assertThat(project.git(
                        project.origin(),
                        "log",
                        "-1",
                        "--format=%(trailers:key=Lucid-Chat,valueonly)",
                        pushed.branch()))
                .isEqualTo(chat.toString());
    }

    @Test
    void aRepositoryThatIsNotThereFailsTheTurnWithWhatToDo() {
        List<ChatEvent> events =
                eventsUntilTheEnd(start(folder.resolve("nowhere").toString()));

        assertThat(only(events, ChatFact.TurnEnded.class).reason())
                .isInstanceOfSatisfying(
                        StopReason.Failed.class,
                        failed -> assertThat(failed.message())
                                .contains("There is no folder " + folder.resolve("nowhere")));
    }

    private ChatId start(String address) {
        var outcome = lucid.startChat()
                .start(new StartChat.Command(
                        USER,
                        FailingTestRepository.TASK,
                        Optional.empty(),
                        Optional.of(new RepositoryRef(address, Optional.empty(), Author.LUCID)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        return ((StartChat.Outcome.Started) outcome).chat().id();
    }

    private List<ChatEvent> eventsUntilTheEnd(ChatId chat) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> events(chat).stream().anyMatch(ChatFact.TurnEnded.class::isInstance));

        return events(chat);
    }

    private List<ChatEvent> events(ChatId chat) {
        return lucid.readChats().events(USER, chat, 0, 1_000).stream()
                .map(StoredEvent::event)
                .toList();
    }

    private static <T> T only(List<ChatEvent> events, Class<T> type) {
        var found = events.stream().filter(type::isInstance).map(type::cast).toList();
        assertThat(found).as("%s in %s", type.getSimpleName(), events).hasSize(1);

        return found.getFirst();
    }

    private GitRepositories repositories() {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
        var settings = new GitSettings(
                folder.resolve("repositories"), Reach.ALSO_THIS_MACHINE, new WayOut("127.0.0.1", 1, "nobody", "none"));

        return new GitRepositories(
                () -> GitPrograms.find(path),
                settings,
                spec -> folder.resolve("workspaces")
                        .resolve(spec.user().toString())
                        .resolve(spec.session().toString()));
    }
}
