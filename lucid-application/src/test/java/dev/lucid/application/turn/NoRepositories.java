package dev.lucid.application.turn;

import dev.lucid.port.StopSignal;
import dev.lucid.port.change.Repositories;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.function.Consumer;

/** For chats without a repository: being asked for one is a fault. */
enum NoRepositories implements Repositories {
    REFUSING;

    @Override
    public CloneOutcome clone(CloneRequest request, Consumer<String> progress, StopSignal stop) {
        throw new AssertionError("this chat has no repository");
    }

    @Override
    public Pack pack(PackRequest request) {
        throw new AssertionError("this chat has no repository");
    }

    @Override
    public PushOutcome push(PushRequest request, StopSignal stop) {
        throw new AssertionError("this chat has no repository");
    }

    @Override
    public void discard(SandboxSpec session) {}
}
