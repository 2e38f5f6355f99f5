package dev.lucid.application.turn;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Notes which commands ran. {@code wait} goes on until it is stopped. */
final class TestShell implements InMemorySandboxes.Shell {
    final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch waiting = new CountDownLatch(1);

    @Override
    public CommandEnd run(Command command, InMemorySandboxes.Files files, CommandOutput output, StopSignal stop) {
        ran.add(command.script());
        output.text("ran " + command.script() + "\n");
        if (!command.script().equals("wait")) {
            return new CommandEnd.Exited(0);
        }
        var stopped = new CountDownLatch(1);
        try (var _ = stop.whenRaised(stopped::countDown)) {
            waiting.countDown();
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }

        return new CommandEnd.Stopped();
    }
}
