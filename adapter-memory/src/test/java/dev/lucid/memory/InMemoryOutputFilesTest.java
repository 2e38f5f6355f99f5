package dev.lucid.memory;

import dev.lucid.domain.tool.CallId;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.OutputFilesContract;
import java.util.Optional;

class InMemoryOutputFilesTest implements OutputFilesContract {
    private final InMemoryOutputFiles memory = new InMemoryOutputFiles();

    @Override
    public OutputFiles outputs() {
        return memory;
    }

    @Override
    public Optional<String> kept(SandboxSpec spec, CallId call) {
        return memory.text(spec, call);
    }
}
