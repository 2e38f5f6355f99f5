package dev.lucid.application.turn;

import dev.lucid.domain.identity.Secret;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.memory.InMemorySandboxes;
import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.port.workspace.Sandboxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** An origin that takes all that comes, and notes what it was shown. */
final class OriginRepositories implements Repositories {
    private static final WorkspacePath BUNDLE = WorkspacePath.of("bundle");

    final List<Optional<Secret>> shown = new ArrayList<>();
    private final String diff;

    OriginRepositories(String diff) {
        this.diff = diff;
    }

    /** Sandboxes where each command leaves a bundle. */
    static Sandboxes sandboxes() {
        return new InMemorySandboxes((command, files, output, _) -> {
            output.text("ran " + command.script() + "\n");
            files.write(BUNDLE, new byte[] {1});
            return new CommandEnd.Exited(0);
        });
    }

    @Override
    public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
        shown.add(request.token());
        return new CloneOutcome.Cloned("trunk", "abc");
    }

    @Override
    public Pack pack(PackRequest request) {
        return new Pack("pack", BUNDLE);
    }

    @Override
    public PushOutcome push(PushRequest request, StopSignal stop) {
        shown.add(request.token());
        return new PushOutcome.Pushed("def", diff);
    }

    @Override
    public void discard(SandboxSpec session) {}
}
