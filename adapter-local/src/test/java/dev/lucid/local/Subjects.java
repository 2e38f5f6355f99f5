package dev.lucid.local;

import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.testkit.SandboxUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sandboxes of one test, closed after it. */
final class Subjects implements AutoCloseable {
    private final LocalConfig config;
    private final AllowedHosts hosts;
    private final List<LocalSandboxes> made = new ArrayList<>();

    Subjects(Path base, boolean confined) {
        this(base, confined, AllowedHosts.NONE);
    }

    Subjects(Path base, boolean confined, AllowedHosts hosts) {
        var config = new LocalConfig(base)
                .withMemoryLimit(SandboxUnderTest.MEMORY_LIMIT)
                .withProcessLimit(200);
        this.config = confined ? config : config.withoutConfinement();
        this.hosts = hosts;
    }

    LocalSandboxes first() {
        return made.isEmpty() ? another() : made.getFirst();
    }

    LocalSandboxes another() {
        var sandboxes = new LocalSandboxes(config, hosts);
        made.add(sandboxes);

        return sandboxes;
    }

    @Override
    public void close() {
        made.forEach(LocalSandboxes::close);
    }
}
