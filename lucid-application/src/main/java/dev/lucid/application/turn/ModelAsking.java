package dev.lucid.application.turn;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.NewEvent;
import dev.lucid.domain.model.ModelFailure;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.tool.ToolCall;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.domain.turn.Clip;
import dev.lucid.domain.turn.Patience;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Asks a model until it replies, as long as there is patience, and puts the reply into facts. */
final class ModelAsking {
    /** A text or a call's arguments in one event, in UTF-16 units: at most 240 KiB of UTF-8. */
    private static final int MAX_TEXT = 80_000;

    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Ids ids;
    private final Consumer<Delta> live;

    ModelAsking(InstantSource clock, RandomGenerator chance, Ids ids, Consumer<Delta> live) {
        this.clock = clock;
        this.chance = chance;
        this.ids = ids;
        this.live = live;
    }

    /** The facts of one reply, or of its failure; none if it was stopped. {@code promptedTo} is the last event in the prompt. */
    List<NewEvent<ChatFact>> ask(LanguageModel model, Prompt prompt, long promptedTo, StopSwitch stop) {
        var thought = ids.event();
        var said = ids.event();
        var outcome = patiently(model, prompt, () -> new Showing(thought.value(), said.value(), live), stop);

        return switch (outcome) {
            case ModelOutcome.Stopped _ -> List.of();
            case ModelOutcome.Failed(var failure) -> List.of(fact(new ChatFact.ModelFailed(failure)));
            case ModelOutcome.Replied(var reply) -> {
                var facts = new ArrayList<NewEvent<ChatFact>>();
                reply.thinking()
                        .ifPresent(thinking ->
                                facts.add(new NewEvent<>(thought, new ChatFact.Thought(fitting(thinking)))));
                if (!reply.text().isBlank()) {
                    var text = Clip.headAndTail(reply.text(), MAX_TEXT);
                    facts.add(new NewEvent<>(said, new ChatFact.Said(text)));
                }
                reply.uses()
                        .forEach(use ->
                                facts.add(fact(new ChatFact.ToolCalled(new ToolCall(ids.call(), fitting(use))))));
                facts.add(fact(new ChatFact.ModelReplied(promptedTo, reply.usage(), reply.cost())));
                yield facts;
            }
        };
    }

    /** A summary from the model; empty if it gave none. Nothing of it is shown live. */
    Optional<ModelReply> summary(LanguageModel model, Prompt prompt, StopSwitch stop) {
        return patiently(model, prompt, ModelListener::none, stop) instanceof ModelOutcome.Replied(var reply)
                        && !reply.text().isBlank()
                ? Optional.of(reply)
                : Optional.empty();
    }

    /** A listener for one attempt: each attempt begins its texts anew. */
    private interface Attempt {
        ModelListener listener();
    }

    private ModelOutcome patiently(LanguageModel model, Prompt prompt, Attempt attempt, StopSwitch stop) {
        var began = clock.instant();
        for (var attempts = 1; ; attempts++) {
            var outcome = usable(model.ask(prompt, attempt.listener(), stop));
            if (!(outcome instanceof ModelOutcome.Failed(var failure))) {
                return outcome;
            }
            var spent = Duration.between(began, clock.instant());
            var wait = Patience.wait(failure, attempts, spent, chance.nextDouble());
            if (wait.isEmpty()) {
                return outcome;
            }
            if (stop.await(wait.get())) {
                return new ModelOutcome.Stopped();
            }
        }
    }

    /** A reply without text and calls says nothing, whoever calls it a reply. */
    private static ModelOutcome usable(ModelOutcome outcome) {
        return outcome instanceof ModelOutcome.Replied(var reply)
                        && reply.text().isBlank()
                        && reply.uses().isEmpty()
                ? new ModelOutcome.Failed(new ModelFailure(
                        ModelFailure.Kind.EMPTY_REPLY, "The model's reply was empty. Send it another message."))
                : outcome;
    }

    /** A thought that is cut no longer bears its seal: the provider would refuse it. */
    private static Thinking fitting(Thinking thinking) {
        return thinking.text().length() <= MAX_TEXT
                ? thinking
                : new Thinking(Clip.headAndTail(thinking.text(), MAX_TEXT), Optional.empty());
    }

    private static ToolUse fitting(ToolUse use) {
        var size = Toolbox.arguments(use).toString().length();

        return size <= MAX_TEXT
                ? use
                : new ToolUse.Unusable(
                        use.tool(),
                        Map.of(),
                        "The arguments have " + size + " characters, and may have " + MAX_TEXT
                                + ". Do it in several steps.");
    }

    private NewEvent<ChatFact> fact(ChatFact fact) {
        return new NewEvent<>(ids.event(), fact);
    }

    /** Passes the pieces on with their place in the text. */
    private static final class Showing implements ModelListener {
        private final UUID thought;
        private final UUID said;
        private final Consumer<Delta> live;
        private long thoughtAt;
        private long saidAt;

        Showing(UUID thought, UUID said, Consumer<Delta> live) {
            this.thought = thought;
            this.said = said;
            this.live = live;
        }

        @Override
        public void thought(String piece) {
            live.accept(new Delta(Sight.Kind.THOUGHT, thought, thoughtAt, piece));
            thoughtAt += piece.length();
        }

        @Override
        public void text(String piece) {
            live.accept(new Delta(Sight.Kind.TEXT, said, saidAt, piece));
            saidAt += piece.length();
        }
    }
}
