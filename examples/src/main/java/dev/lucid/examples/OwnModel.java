package dev.lucid.examples;

import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.model.Cost;
import dev.lucid.domain.model.ModelRef;
import dev.lucid.domain.model.ModelReply;
import dev.lucid.domain.model.Prompt;
import dev.lucid.domain.model.TokenUsage;
import dev.lucid.domain.tool.ToolUse;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.local.LocalConfig;
import dev.lucid.local.LocalSandboxes;
import dev.lucid.port.StopSignal;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import dev.lucid.port.model.LanguageModel;
import dev.lucid.port.model.LanguageModels;
import dev.lucid.port.model.ModelListener;
import dev.lucid.port.model.ModelOutcome;
import dev.lucid.postgres.Migrations;
import dev.lucid.postgres.PostgresStore;
import dev.lucid.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Example 2: a model of one's own, and chats that outlive the program, on a PostgreSQL that it brings along. */
public final class OwnModel {
    private OwnModel() {}

    /** Runs the example in a new temporary folder. */
    public static void main(String[] arguments) throws IOException {
        run(Files.createTempDirectory("lucid-example"), System.out);
    }

    static StopReason run(Path folder, PrintStream out) {
        try (var postgres = EmbeddedPostgres.start(folder);
                var store = open(postgres);
                var sandboxes = new LocalSandboxes(new LocalConfig(folder.resolve("workspaces")));
                var lucid = Lucid.builder()
                        .store(store.log(), store.leases(), store.chats())
                        .models(new Counting())
                        .sandboxes(sandboxes)
                        .build()) {
            var narrator = new Narrator(out);
            if (lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "count to three"))
                    instanceof StartChat.Outcome.Started(var chat, var _, var _)) {
                lucid.watchChat().watch(new WatchChat.Command(UserId.LOCAL, chat.id(), 0), narrator);
            }
            return narrator.end();
        }
    }

    /** Brings the database up to date as its owner, then opens it as a role that owns nothing. */
    private static PostgresStore open(EmbeddedPostgres postgres) {
        var migrations = new Migrations(postgres.owner());
        migrations.run();
        migrations.grantServer(postgres.server().password());

        return PostgresStore.open(postgres::server, UUID.randomUUID());
    }

    /** A model that counts. All it knows is the prompt, so it goes on at the right place after a restart. */
    private static final class Counting implements LanguageModel, LanguageModels {
        private static final ModelRef SELF = new ModelRef("example", "counting");

        @Override
        public ModelOutcome ask(Prompt prompt, ModelListener listener, StopSignal stop) {
            var counted = prompt.messages().stream()
                    .filter(Prompt.Message.Answer.class::isInstance)
                    .count();
            listener.text(counted < 3 ? "I count." : "Three, as you wished.");

            return new ModelOutcome.Replied(
                    counted < 3
                            ? reply(
                                    "I count.",
                                    Toolbox.read(Toolbox.RUN_COMMAND, Map.of("command", "echo " + (counted + 1))))
                            : reply("Three, as you wished."));
        }

        private static ModelReply reply(String text, ToolUse... uses) {
            return new ModelReply(Optional.empty(), text, List.of(uses), TokenUsage.NONE, Cost.nothing());
        }

        @Override
        public ModelRef standard() {
            return SELF;
        }

        @Override
        public Optional<ModelRef> find(String name) {
            return name.equals(SELF.provider()) ? Optional.of(SELF) : Optional.empty();
        }

        @Override
        public List<ModelRef> available() {
            return List.of(SELF);
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
    }
}
