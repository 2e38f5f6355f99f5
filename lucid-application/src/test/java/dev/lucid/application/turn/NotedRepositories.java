package dev.lucid.application.turn;

import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Notes which sessions are cloned into and discarded, and never has anything to push. */
class NotedRepositories implements Repositories {
    final List<SandboxSpec> cloned = new CopyOnWriteArrayList<>();
    final List<SandboxSpec> discarded = new CopyOnWriteArrayList<>();

    @Override
    public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
        cloned.add(request.session());

        return new CloneOutcome.Cloned("main", "abc123");
    }

    @Override
    public Pack pack(PackRequest request) {
        throw new UnsupportedOperationException("nothing is pushed here");
    }

    @Override
    public PushOutcome push(PushRequest request, StopSignal stop) {
        throw new UnsupportedOperationException("nothing is pushed here");
    }

    @Override
    public void discard(SandboxSpec session) {
        discarded.add(session);
    }
}
