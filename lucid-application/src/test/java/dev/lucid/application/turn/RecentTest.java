package dev.lucid.application.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.ChatRequest.Delivery;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.turn.Condensation;
import dev.lucid.domain.turn.PromptWriter;
import dev.lucid.domain.workspace.WorkspacePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a runner holds of its chat. */
class RecentTest {
    private static final int WINDOW = 8_000;

    private final List<StoredEvent> all = new ArrayList<>();
    private final Recent recent = new Recent();
    private final ChatId chat = new ChatId(new UUID(1, 1));

    @Test
    void promptsAreTheSameWithoutWhatASummaryStandsFor() {
        for (var seed = 0; seed < 50; seed++) {
            all.clear();
            recent.beginAnew();
            live(new Random(seed));

            assertThat(recent.events()).as("seed %s", seed).hasSizeLessThan(all.size());
        }
    }

    @Test
    void whatIsTooMuchIsLetGoOfAndNotWhole() {
        add(new ChatRequest.UserMessaged("x".repeat((int) Recent.PLENTY), Delivery.STEER, true));
        recent.shed();

        assertThat(recent.isWhole()).isFalse();
        assertThat(recent.events()).isEmpty();
    }

    private void live(Random chance) {
        add(new ChatRequest.UserMessaged("the task", Delivery.STEER, true));
        for (var turn = 0; turn < 4; turn++) {
            add(new ChatFact.TurnStarted(new ModelRef("scripted", "default"), TurnRules.STANDARD));
            for (var step = chance.nextInt(8); step >= 0; step--) {
                step(chance, turn * 100 + step);
            }
            add(new ChatFact.TurnEnded(
                    chance.nextBoolean() ? new StopReason.Stopped() : new StopReason.Finished("done " + turn)));
            add(new ChatRequest.UserMessaged("more " + turn, Delivery.QUEUE, false));
        }
        condense(false);
    }

    private void step(Random chance, int number) {
        if (chance.nextInt(3) == 0) {
            var delivery = chance.nextBoolean() ? Delivery.STEER : Delivery.QUEUE;
            add(new ChatRequest.UserMessaged("while at it " + number, delivery, false));
        }
        var call = new ToolCall(
                new CallId(new UUID(3, all.size())), new ToolUse.ReadFile(WorkspacePath.of("f" + number), 1, 10));
        add(new ChatFact.Said("reply " + number));
        add(new ChatFact.ToolCalled(call));
        add(new ChatFact.ModelReplied(all.size() - 2, TokenUsage.NONE, Cost.nothing()));
        add(new ChatFact.ToolStarted(call.id()));
        add(new ChatFact.ToolFinished(call.id(), "read_file", new ToolResult.Answered("text " + number, false)));
        if (chance.nextInt(4) == 0) {
            condense(chance.nextInt(3) == 0);
        }
    }

    private void condense(boolean hard) {
        var plan = Condensation.of(all, WINDOW, hard);
        assertThat(Condensation.of(recent.events(), WINDOW, hard)).isEqualTo(plan);
        add(plan.plainly());
    }

    private void add(ChatEvent event) {
        var seq = all.size() + 1L;
        var stored = new StoredEvent(chat, seq, new EventId(new UUID(2, seq)), Instant.EPOCH, event);
        all.add(stored);
        recent.keep(stored);

        assertThat(PromptWriter.next(recent.events(), WINDOW)).isEqualTo(PromptWriter.next(all, WINDOW));
    }
}
