package dev.lucid.app;

import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Repositories whose programs are looked for when the first chat names one. */
record LazyRepositories(Supplier<? extends Repositories> made) implements Repositories {
    @Override
    public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
        return made.get().clone(request, progress, stop);
    }

    @Override
    public Pack pack(PackRequest request) {
        return made.get().pack(request);
    }

    @Override
    public PushOutcome push(PushRequest request, StopSignal stop) {
        return made.get().push(request, stop);
    }

    @Override
    public void discard(SandboxSpec session) {
        made.get().discard(session);
    }
}
