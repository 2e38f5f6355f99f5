package dev.lucid.docker;

import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.testkit.SandboxUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sandboxes of one test, on the machine's own engine, closed after it. */
final class Subjects implements AutoCloseable {
    /** Made by {@code build/engine}. */
    static final String IMAGE = "lucid-test:small";

    private final DockerConfig config;
    private final AllowedHosts hosts;
    private final List<DockerSandboxes> made = new ArrayList<>();

    Subjects(Path base) {
        this(base, AllowedHosts.NONE);
    }

    Subjects(Path base, AllowedHosts hosts) {
        this.config = config(base);
        this.hosts = hosts;
    }

    static DockerConfig config(Path base) {
        return new DockerConfig(base).withImage(IMAGE).withLimits(SandboxUnderTest.MEMORY_LIMIT, 2, 200);
    }

    DockerSandboxes first() {
        return made.isEmpty() ? another() : made.getFirst();
    }

    DockerSandboxes another() {
        var sandboxes = new DockerSandboxes(config, hosts);
        made.add(sandboxes);

        return sandboxes;
    }

    @Override
    public void close() {
        made.forEach(DockerSandboxes::close);
    }
}
