package dev.lucid.javalin.lucidai;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.Thinking;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The only model there is: each turn it writes a file, runs a command with what it was asked, and finishes. */
final class OneModel implements LanguageModels, LanguageModel {
    private static final ModelRef REF = new ModelRef("scripted", "default");

    private final CountDownLatch heard;

    /** It ends no reply before somebody has {@code heard} what the test waits for. */
    OneModel(CountDownLatch heard) {
        this.heard = heard;
    }

    @Override
    public ModelOutcome ask(Prompt prompt, ModelListener listener, StopSignal stop) {
        var task = "";
        var replies = 0;
        for (var message : prompt.messages()) {
            if (message instanceof Prompt.Message.User(var text)) {
                task = text;
                replies = 0;
            } else if (message instanceof Prompt.Message.Assistant) {
                replies++;
            }
        }
        listener.thought("Let me ");
        listener.thought("see.");
        listener.text("Working on it");
        awaitListener();

        return new ModelOutcome.Replied(
                switch (replies) {
                    case 0 -> reply(use(Toolbox.WRITE_FILE, Map.of("path", "a.txt", "content", task)));
                    case 1 -> reply(use(Toolbox.RUN_COMMAND, Map.of("command", task)));
                    default -> reply(use(Toolbox.FINISH, Map.of("summary", "Done.")));
                });
    }

    @Override
    public ModelRef standard() {
        return REF;
    }

    @Override
    public Optional<ModelRef> find(String name) {
        return Optional.of(REF).filter(ref -> name.equals(ref.provider()));
    }

    @Override
    public List<ModelRef> available() {
        return List.of(REF);
    }

    @Override
    public Optional<String> missingKey(ModelRef ref) {
        return Optional.empty();
    }

    @Override
    public LanguageModel model(ModelRef ref) {
        return this;
    }

    @Override
    public LanguageModel model(ModelRef ref, Secret key) {
        return this;
    }

    @Override
    public int window(ModelRef ref) {
        return 100_000;
    }

    private void awaitListener() {
        try {
            if (!heard.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Nobody has heard what the test waits for");
            }
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("answering", e);
        }
    }

    private static ModelReply reply(ToolUse use) {
        return new ModelReply(
                Optional.of(new Thinking("Let me see.", Optional.empty())),
                "Working on it",
                List.of(use),
                new TokenUsage(100, 0, 10),
                new Cost.Known(5));
    }

    private static ToolUse use(String tool, Map<String, Object> arguments) {
        return Toolbox.read(tool, arguments);
    }
}
