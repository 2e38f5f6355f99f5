package dev.lucid.examples;

import dev.lucid.domain.chat.ChatFact;
import dev.lucid.domain.chat.ChatRequest;
import dev.lucid.domain.chat.StopReason;
import dev.lucid.domain.tool.ToolResult;
import dev.lucid.domain.tool.Toolbox;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Watcher;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells a chat as it goes, and knows when its turn is over. */
final class Narrator implements Watcher {
    private final PrintStream out;
    private final CompletableFuture<StopReason> end = new CompletableFuture<>();

    Narrator(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(Sight sight, Runnable done) {
        if (sight instanceof Sight.Event event) {
            switch (event.event().event()) {
                case ChatRequest.UserMessaged(var text, var _, var _, var _) -> out.println("you:    " + text);
                case ChatFact.Said(var text) -> out.println("agent:  " + text);
                case ChatFact.ToolCalled(var call) ->
                    out.println("calls:  " + call.use().tool() + " " + Toolbox.arguments(call.use()));
                case ChatFact.ToolFinished(var _, var _, ToolResult.CommandEnded ended) ->
                    out.println("output: " + ended.output().strip());
                case ChatFact.TurnEnded(var reason) -> end.complete(reason);
                default -> {} // there is more to see: this narrator keeps it short
            }
        }
        done.run();
    }

    /** Waits until the turn is over, and says why it ended. */
    StopReason end() {
        try {
            return end.get(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while watching", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The turn did not end within a minute", e);
        }
    }
}
