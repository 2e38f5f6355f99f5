package dev.lucid.application.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.application.turn.Ids;
import dev.lucid.domain.chat.ChatSecrets;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.memory.InMemoryReadySessions;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChatStartingTest {
    private static final ModelRef KEYED = new ModelRef("google", "gemini");
    private static final ModelRef KEYLESS = new ModelRef("anthropic", "claude");
    private static final ChatSecrets OWN =
            new ChatSecrets(Optional.empty(), Optional.of(new Secret("sk-of-this-chat")));

    private final InMemoryStore store = new InMemoryStore();
    private final InMemoryReadySessions ready = new InMemoryReadySessions();
    private final Ids ids = new Ids(new SplittableRandom(1));
    private final ChatStarting starting = new ChatStarting(
            store,
            new TwoModels(),
            new Allowance(store.sessions(), store.drafts(), OptionalInt.empty()),
            new FreshSessions(ready, ids),
            ids,
            InstantSource.system());

    @Test
    void aModelWithoutAKeyIsRefusedWithWhatToDo() {
        assertThat(refusal(command("anthropic")))
                .isEqualTo("No API key found for anthropic/claude. Set ANTHROPIC_API_KEY environment variable or"
                        + " provide a key in the request.");
        assertThat(starting.problem(command("anthropic"))).contains(refusal(command("anthropic")));
        assertThat(store.list(UserId.LOCAL, 10, 0)).isEmpty();
    }

    @Test
    void aChatThatBringsItsKeyGetsThatModelAndKeepsTheKey() {
        var chat = started(command("anthropic").with(OWN));

        assertThat(chat.chat().model()).isEqualTo(KEYLESS);
        assertThat(store.secrets(chat.chat().owner(), chat.chat().id()).secrets())
                .isEqualTo(OWN);
    }

    @Test
    void aProviderThatNobodyKnowsIsRefusedAndTheOthersAreNamed() {
        assertThat(refusal(command("acme").with(OWN)))
                .isEqualTo("Unsupported model provider: 'acme'. Choose from: google, scripted");
    }

    @Test
    void whoNamesNoModelGetsTheStandardOne() {
        assertThat(started(new StartChat.Command(UserId.LOCAL, "task")).chat().model())
                .isEqualTo(KEYED);
        assertThat(starting.problem(new StartChat.Command(UserId.LOCAL, "task")))
                .isEmpty();
        assertThat(starting.problem(new StartChat.Command(UserId.LOCAL, "x".repeat(80_001))))
                .isPresent();
    }

    @Test
    void aNewChatTakesASessionThatASandboxIsReadyForAndARepeatedOneLeavesItToOthers() {
        var first = new SessionId(new UUID(1, 1));
        var second = new SessionId(new UUID(1, 2));
        ready.add(first);
        ready.add(second);
        var command = command("google").withKey("once");

        assertThat(started(command).chat().session()).isEqualTo(first);
        assertThat(started(command).chat().session()).isEqualTo(first);
        assertThat(starting.start(command("anthropic"))).isInstanceOf(StartChat.Outcome.Refused.class);
        assertThat(started(command("google")).chat().session()).isEqualTo(second);
        assertThat(started(command("google")).chat().session()).isNotIn(first, second);
    }

    private static StartChat.Command command(String model) {
        return new StartChat.Command(
                UserId.LOCAL,
                "task",
                Optional.of(model),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private String refusal(StartChat.Command command) {
        return ((StartChat.Outcome.Refused) starting.start(command)).message();
    }

    private StartChat.Outcome.Started started(StartChat.Command command) {
        return (StartChat.Outcome.Started) starting.start(command);
    }

    /** One with a key and one without; nobody asks them. */
    private static final class TwoModels implements LanguageModels {
        @Override
        public ModelRef standard() {
            return KEYED;
        }

        @Override
        public Optional<ModelRef> find(String name) {
            return List.of(KEYED, KEYLESS).stream()
                    .filter(ref -> ref.provider().equals(name))
                    .findFirst();
        }

        @Override
        public List<ModelRef> available() {
            return List.of(KEYED, new ModelRef("google", "other"), new ModelRef("scripted", "scripted"));
        }

        @Override
        public Optional<String> missingKey(ModelRef ref) {
            return ref.equals(KEYLESS) ? Optional.of("ANTHROPIC_API_KEY") : Optional.empty();
        }

        @Override
        public LanguageModel model(ModelRef ref) {
            throw new AssertionError("nobody is asked");
        }

        @Override
        public LanguageModel model(ModelRef ref, Secret key) {
            throw new AssertionError("nobody is asked");
        }

        @Override
        public int window(ModelRef ref) {
            return 100_000;
        }
    }
}
