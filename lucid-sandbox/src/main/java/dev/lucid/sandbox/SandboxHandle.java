package dev.lucid.sandbox;

import dev.lucid.port.workspace.Sandbox;
import java.util.concurrent.atomic.AtomicBoolean;

/** A sandbox as one of those see it who have opened it: the last one to close it ends it. Safe for many threads. */
final class SandboxHandle extends ForwardingSandbox {
    private final Runnable closing;
    private final AtomicBoolean closed = new AtomicBoolean();

    SandboxHandle(Sandbox sandbox, Runnable closing) {
        super(sandbox);
        this.closing = closing;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closing.run();
        }
    }
}
