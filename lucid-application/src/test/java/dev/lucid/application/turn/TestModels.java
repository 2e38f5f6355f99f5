package dev.lucid.application.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.StopSignal;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One model, given as a function; and replies for it. */
record TestModels(LanguageModel only, Optional<String> missing) implements LanguageModels {
    static final ModelRef REF = new ModelRef("test", "model");

    TestModels(LanguageModel only) {
        this(only, Optional.empty());
    }

    /** The same without a key, which that variable would hold. */
    TestModels lacking(String variable) {
        return new TestModels(only, Optional.of(variable));
    }

    /** A model that replies by the number of its replies so far, so that it goes on where a dead one stopped. */
    static TestModels script(ModelReply... replies) {
        return new TestModels((prompt, listener, _) -> {
            var reply = replies[Math.min(replies.length - 1, repliesIn(prompt))];
            listener.text(reply.text());
            return new ModelOutcome.Replied(reply);
        });
    }

    static ModelReply says(String text, ToolUse... uses) {
        return new ModelReply(Optional.empty(), text, List.of(uses), new TokenUsage(100, 0, 10), new Cost.Known(25));
    }

    static ToolUse command(String script) {
        return Toolbox.read(Toolbox.RUN_COMMAND, Map.of("command", script));
    }

    static ToolUse write(String path, String content) {
        return Toolbox.read(Toolbox.WRITE_FILE, Map.of("path", path, "content", content));
    }

    static ToolUse read(String path) {
        return Toolbox.read(Toolbox.READ_FILE, Map.of("path", path));
    }

    static ToolUse finish(String summary) {
        return Toolbox.read(Toolbox.FINISH, Map.of("summary", summary));
    }

    private static int repliesIn(Prompt prompt) {
        return (int) prompt.messages().stream()
                .filter(Prompt.Message.Assistant.class::isInstance)
                .count();
    }

    @Override
    public ModelRef standard() {
        return REF;
    }

    @Override
    public Optional<ModelRef> find(String name) {
        return Optional.of(REF).filter(ref -> name.equals("test"));
    }

    @Override
    public List<ModelRef> available() {
        return List.of(REF);
    }

    @Override
    public Optional<String> missingKey(ModelRef ref) {
        return missing;
    }

    @Override
    public LanguageModel model(ModelRef ref) {
        return only;
    }

    @Override
    public LanguageModel model(ModelRef ref, Secret key) {
        return only;
    }

    @Override
    public int window(ModelRef ref) {
        return 100_000;
    }

    /** Waits as a model does that takes longer than anybody has. */
    static void untilRaised(StopSignal stop) {
        var raised = new CountDownLatch(1);
        try (var _ = stop.whenRaised(raised::countDown)) {
            await(raised);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
