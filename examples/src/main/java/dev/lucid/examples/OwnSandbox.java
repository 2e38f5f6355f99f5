package dev.lucid.examples;

import dev.lucid.application.Lucid;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.identity.UserId;
import dev.lucid.llm.ModelRegistry;
import dev.lucid.llm.ModelSettings;
import dev.lucid.memory.InMemoryStore;
import dev.lucid.port.chat.StartChat;
import dev.lucid.port.chat.WatchChat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Example 3: a sandbox of one's own, {@link FolderSandboxes}, which the published contract has tested. */
public final class OwnSandbox {
    private OwnSandbox() {}

    /** Runs the example in a new temporary folder. */
    public static void main(String[] arguments) throws IOException {
        run(Files.createTempDirectory("lucid-example"), System.out);
    }

    static StopReason run(Path folder, PrintStream out) {
        var store = new InMemoryStore();
        try (var models = new ModelRegistry(ModelSettings.SCRIPTED, InstantSource.system());
                var sandboxes = new FolderSandboxes(folder);
                var lucid = Lucid.builder()
                        .store(store, store, store)
                        .models(models)
                        .sandboxes(sandboxes)
                        .build()) {
            out.println("note:   " + sandboxes.confinement().words());
            var narrator = new Narrator(out);
            if (lucid.startChat().start(new StartChat.Command(UserId.LOCAL, "print hello world"))
                    instanceof StartChat.Outcome.Started(var chat, var _, var _)) {
                lucid.watchChat().watch(new WatchChat.Command(UserId.LOCAL, chat.id(), 0), narrator);
            }
            return narrator.end();
        }
    }
}
