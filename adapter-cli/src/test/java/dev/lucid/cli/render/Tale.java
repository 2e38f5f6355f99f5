package dev.lucid.cli.render;

import dev.lucid.domain.chat.ChatEvent;
import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatId;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.EventId;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.chat.StoredEvent;
import dev.lucid.domain.chat.TurnRules;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.CallId;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.port.chat.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Tells what happened in a chat: numbered events, and deltas between them. Each event comes a quarter second later. */
public final class Tale {
    public static final ChatId CHAT = ChatId.of("1f2e3d4c-0000-4000-8000-000000000000");
    public static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    /** A stored event as a watcher sees it. */
    public record Stored(StoredEvent event) implements Sight.Event {
        @Override
        public <T> T encoded(Class<T> wire, Function<StoredEvent, T> encoder) {
            return encoder.apply(event);
        }
    }

    private final List<Sight> sights = new ArrayList<>();
    private long seq;

    public static UUID id(long number) {
        return new UUID(0, number);
    }

    public List<Sight> sights() {
        return List.copyOf(sights);
    }

    public List<StoredEvent> events() {
        return sights.stream()
                .filter(Stored.class::isInstance)
                .map(sight -> ((Stored) sight).event())
                .toList();
    }

    public Instant now() {
        return BEGIN.plusMillis(250 * seq);
    }

    public Tale event(UUID id, ChatEvent event) {
        seq++;
        sights.add(new Stored(new StoredEvent(CHAT, seq, new EventId(id), now(), event)));
        return this;
    }

    public Tale event(ChatEvent event) {
        return event(id(10_000 + seq), event);
    }

    public Tale delta(Sight.Kind kind, UUID id, long at, String text) {
        sights.add(new Sight.Delta(kind, id, at, text));
        return this;
    }

    public Tale caughtUp() {
        sights.add(new Sight.CaughtUp());
        return this;
    }

    public Tale user(String text) {
        return event(new ChatRequest.UserMessaged(text, ChatRequest.Delivery.STEER, seq == 0));
    }

    public Tale turn() {
        return turn(TurnRules.STANDARD);
    }

    public Tale turn(TurnRules rules) {
        return event(new ChatFact.TurnStarted(new ModelRef("scripted", "default"), rules));
    }

    public Tale thought(long id, String text) {
        return event(id(id), new ChatFact.Thought(new Thinking(text, Optional.empty())));
    }

    public Tale said(long id, String text) {
        return event(id(id), new ChatFact.Said(text));
    }

    public Tale called(long id, ToolUse use) {
        return event(new ChatFact.ToolCalled(new ToolCall(new CallId(id(id)), use)));
    }

    public Tale replied() {
        return event(new ChatFact.ModelReplied(seq, new TokenUsage(1200, 200, 34), new Cost.Known(4200)));
    }

    public Tale started(long id) {
        return event(new ChatFact.ToolStarted(new CallId(id(id))));
    }

    public Tale finished(long id, ToolResult result) {
        return event(new ChatFact.ToolFinished(new CallId(id(id)), "tool", result));
    }

    public Tale ended(StopReason reason) {
        return event(new ChatFact.TurnEnded(reason));
    }

    /** A command that ran in one reply of its own. */
    public Tale ran(long id, String script, int code, String output) {
        return called(id, command(script))
                .replied()
                .started(id)
                .finished(id, new ToolResult.CommandEnded(code, output, false));
    }

    public static ToolUse command(String script) {
        return new ToolUse.RunCommand(script, Duration.ofMinutes(2), false);
    }

    /** Hello world, from the task to the end. */
    public static Tale hello() {
        return new Tale()
                .user("print hello world")
                .turn()
                .thought(1, "Let me look around.")
                .said(2, "I look at what is here.")
                .ran(3, "ls", 0, "README.md\n")
                .said(4, "Done.")
                .replied()
                .ended(new StopReason.Finished("Done."))
                .caughtUp();
    }
}
