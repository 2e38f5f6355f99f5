package dev.lucid.docker;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** A server that opens a session's sandbox and runs a command in it, or keeps some ready, until it is killed. */
final class DyingServer {
    private DyingServer() {}

    /** Its arguments are the folder of workspaces and the session, or "pool". */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[1].equals("pool")) {
            var _ = new DockerSandboxes(
                    Subjects.config(Path.of(arguments[0])),
                    AllowedHosts.NONE,
                    new PoolConfig(2, Optional.of(UserId.LOCAL)));
            Thread.currentThread().join();
        }
        var spec = new SandboxSpec(UserId.LOCAL, new SessionId(UUID.fromString(arguments[1])));
        try (var sandboxes = new DockerSandboxes(Subjects.config(Path.of(arguments[0])));
                var sandbox = sandboxes.open(spec)) {
            var script = "echo kept > file; while :; do echo x >> beats; sleep 0.05; done";
            sandbox.run(new Command(script, Duration.ofMinutes(5), false), _ -> {}, new RaisableStop());
        }
    }
}
