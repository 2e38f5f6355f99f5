package dev.lucid.local;

import dev.lucid.sandbox.SandboxProcess;
import java.io.OutputStream;
import java.util.concurrent.CompletionStage;

/** A root shell that is a process of this machine, and all that comes from it. */
record LocalRoot(Process process, Population population) implements SandboxProcess.Root {
    @Override
    public OutputStream control() {
        return process.getOutputStream();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public CompletionStage<?> gone() {
        return process.onExit();
    }

    @Override
    public void kill() {
        population.kill();
    }
}
