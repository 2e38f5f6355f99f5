package dev.lucid.local;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.testkit.RaisableStop;
import java.nio.file.Path;
import java.time.Duration;

/** A server that a test kills while a command runs: {@code BASE CONFINED SESSION SCRIPT}. */
final class DyingServer {
    private DyingServer() {}

    public static void main(String[] arguments) {
        var config = new LocalConfig(Path.of(arguments[0]));
        var sandboxes = new LocalSandboxes(Boolean.parseBoolean(arguments[1]) ? config : config.withoutConfinement());
        var sandbox = sandboxes.open(new SandboxSpec(UserId.LOCAL, SessionId.of(arguments[2])));
        sandbox.run(new Command(arguments[3], Duration.ofSeconds(9), true), System.out::print, new RaisableStop());
        try {
            sandbox.run(
                    new Command(
                            "(setsid " + arguments[3] + " &) ; echo running; " + arguments[3],
                            Duration.ofMinutes(9),
                            false),
                    piece -> {
                        System.out.print(piece);
                        System.out.flush();
                    },
                    new RaisableStop());
        } catch (PortFailure.Transient _) {
            System.out.println("taken over");
        }
    }
}
