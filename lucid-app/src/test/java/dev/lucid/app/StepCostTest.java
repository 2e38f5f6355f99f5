package dev.lucid.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.identity.UserId;
import dev.lucid.llm.Limits;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.llm.ModelSettings;
import dev.lucid.local.LocalConfig;
import dev.lucid.local.LocalSandboxes;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.chat.StartChat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What Lucid itself costs between two commands of an agent whose model answers at once. */
@Timeout(120)
class StepCostTest {
    private static final UserId USER = new UserId(new UUID(1, 1));
    private static final int STEPS = 30;
    private static final int TURNS = 12;

    @TempDir
    private Path folder;

    @Test
    void aStepOverALocalSandboxCostsAtMostFiveMilliseconds() throws IOException {
        var best = Duration.ofDays(1);
        try (var sandboxes = new LocalSandboxes(new LocalConfig(folder.resolve("workspaces")));
                var models = new ModelRegistry(
                        new ModelSettings(
                                List.of(), Optional.empty(), Optional.of(script()), Optional.empty(), Limits.STANDARD),
                        InstantSource.system())) {
            var store = new InMemoryStore();
            try (var lucid = Lucid.builder()
                    .store(store, store, store)
                    .models(models)
                    .sandboxes(sandboxes)
                    .build()) {
                // a busy machine makes some turns slower, none faster
                for (int turn = 0; turn < TURNS; turn++) {
                    var cost = medianStep(lucid, start(lucid));
                    best = cost.compareTo(best) < 0 ? cost : best;
                }
            }
        }

        assertThat(best).isLessThanOrEqualTo(Duration.ofMillis(5));
    }

    private Path script() throws IOException {
        var turns = new StringBuilder("turns:\n");
        for (int step = 0; step < STEPS; step++) {
            turns.append("  - calls:\n      - tool: run_command\n        arguments: {command: echo ")
                    .append(step)
                    .append("}\n");
        }

        return Files.writeString(folder.resolve("steps.yaml"), turns.append("  - text: Done.\n"));
    }

    private static ChatId start(Lucid lucid) {
        var outcome = lucid.startChat()
                .start(new StartChat.Command(
                        USER,
                        "Take some steps",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));

        return ((StartChat.Outcome.Started) outcome).chat().id();
    }

    private static Duration medianStep(Lucid lucid, ChatId chat) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> lucid.readChats().events(USER, chat, 0, 1_000).stream()
                        .anyMatch(stored -> stored.event() instanceof ChatFact.TurnEnded));
        var finished = lucid.readChats().events(USER, chat, 0, 1_000).stream()
                .filter(stored -> stored.event() instanceof ChatFact.ToolFinished)
                .map(StoredEvent::at)
                .toList();
        assertThat(finished).hasSize(STEPS);

        return IntStream.range(1, finished.size())
                .mapToObj(i -> Duration.between(finished.get(i - 1), finished.get(i)))
                .sorted()
                .toList()
                .get(STEPS / 2);
    }
}
