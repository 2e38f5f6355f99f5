package dev.lucid.memory;

import static java.util.Objects.requireNonNull;

import dev.lucid.domain.tool.CallId;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whole outputs, held in memory for as long as this object is: for tests, and for programs whose commands say little. Safe
 * for many threads.
 */
public final class InMemoryOutputFiles implements OutputFiles {
    private final Map<Key, Kept> outputs = new ConcurrentHashMap<>();

    private record Key(SandboxSpec spec, CallId call) {
        Key {
            requireNonNull(spec, "spec");
            requireNonNull(call, "call");
        }
    }

    @Override
    public OutputFile open(SandboxSpec spec, CallId call) {
        return new Kept(new Key(spec, call));
    }

    @Override
    public void discard(SandboxSpec session) {
        outputs.keySet().removeIf(key -> key.spec().equals(session));
    }

    /** What a call has said so far; empty if its output was not kept here. */
    public Optional<String> text(SandboxSpec spec, CallId call) {
        return Optional.ofNullable(outputs.get(new Key(spec, call))).map(Kept::text);
    }

    private final class Kept implements OutputFile {
        private final Key key;
        private final StringBuilder text = new StringBuilder();

        Kept(Key key) {
            this.key = key;
        }

        @Override
        public synchronized void append(String more) {
            if (text.isEmpty()) {
                outputs.put(key, this);
            }
            text.append(more);
        }

        synchronized String text() {
            return text.toString();
        }

        @Override
        public void close() {}
    }
}
