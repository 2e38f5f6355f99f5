package dev.lucid.application.turn;

import static dev.lucid.application.turn.TestModels.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.port.chat.SendMessage;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message may name the model that is to answer. */
@Timeout(30)
class ModelWishTest {
    private final TestLucid world = new TestLucid();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void theNextTurnsModelIsTheOneThatAMessageNamed() {
        var chat = world.newChat();
        var before = world.store.load(chat).orElseThrow().model();
        world.runOnce(TestModels.script(says("First")), chat);

        assertThat(send(chat, Optional.of("test"))).isInstanceOf(SendMessage.Outcome.Sent.class);
        world.runOnce(TestModels.script(says("First"), says("Second")), chat);
        assertThat(send(chat, Optional.empty())).isInstanceOf(SendMessage.Outcome.Sent.class);
        world.runOnce(TestModels.script(says("First"), says("Second"), says("Third")), chat);

        assertThat(world.all(chat, ChatFact.TurnStarted.class).stream().<ModelRef>map(ChatFact.TurnStarted::model))
                .containsExactly(before, TestModels.REF, TestModels.REF);
        assertThat(world.ends(chat)).last().isEqualTo(new StopReason.Finished("Third"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "unheard-of", ""})
    void aChatThatNamesAProviderAloneHasItsModelOrTheStandardOne(String provider) {
        var chat = world.newChatOf(new ModelRef(provider, ""));
        world.runOnce(TestModels.script(says("Done")), chat);

        assertThat(world.all(chat, ChatFact.TurnStarted.class).getFirst().model())
                .isEqualTo(TestModels.REF);
        assertThat(world.ends(chat)).containsExactly(new StopReason.Finished("Done"));
    }

    @Test
    void aModelThatIsNotThereIsRefused() {
        var chat = world.newChat();

        assertThat(send(chat, Optional.of("another")))
                .isInstanceOfSatisfying(
                        SendMessage.Outcome.Refused.class,
                        refused -> assertThat(refused.message()).contains("'another'"));
        assertThat(world.events(chat)).hasSize(1);
    }

    private SendMessage.Outcome send(ChatId chat, Optional<String> model) {
        try (var asking = world.asking(TestModels.script(says("never")))) {
            return asking.sendMessage()
                    .send(new SendMessage.Command(
                            UserId.LOCAL, chat, "go on", Delivery.QUEUE, model, Optional.empty()));
        }
    }
}
