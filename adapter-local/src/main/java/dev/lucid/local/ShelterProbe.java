package dev.lucid.local;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Finds out by running it whether bubblewrap works here. */
final class ShelterProbe {
    private static final long LIMIT_SECONDS = 20;

    private final LocalConfig config;
    private final WorkspaceFolders workspaces;
    private final Spawner spawner;

    ShelterProbe(LocalConfig config, WorkspaceFolders workspaces, Spawner spawner) {
        this.config = config;
        this.workspaces = workspaces;
        this.spawner = spawner;
    }

    /** Bubblewrap where it works and is wanted. Fails if not even plain processes can be started as they must be. */
    Shelter choose() throws IOException {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            throw new PortFailure.Permanent("Local sandboxes need Linux and its /proc.");
        }
        var plain = new Unconfined("as you asked for", config.path());
        var trouble = trouble(plain);
        if (trouble.isPresent()) {
            throw new PortFailure.Permanent(
                    "Local sandboxes need sh, setsid and mkfifo (Debian: dash, util-linux, coreutils) on "
                            + config.path() + ": " + trouble.get());
        }
        if (config.unconfined()) {
            return plain;
        }
        Bubblewrap.writeEtc(workspaces.etc());
        var system = Bubblewrap.system(workspaces.etc());
        var bubblewrap = new Bubblewrap(config, system, isRoot(), false);
        if (trouble(bubblewrap).isEmpty()) {
            return bubblewrap;
        }
        var dated = new Bubblewrap(config, system, isRoot(), true);

        return trouble(dated).<Shelter>map(this::unconfinedSince).orElse(dated);
    }

    private Unconfined unconfinedSince(String trouble) {
        return new Unconfined(
                trouble.contains("not found")
                        ? "since bubblewrap is not there; install it (Debian: apt-get install bubblewrap)"
                        : "since bubblewrap does not work here (" + trouble + ")",
                config.path());
    }

    /** Runs the least that a sandbox needs, and gives its complaint if that fails. */
    private Optional<String> trouble(Shelter shelter) throws IOException {
        var tenant = shelter.tenant(new SessionId(new UUID(0, 0)));
        var run = workspaces.newRun();
        var doors = Doors.make(run, tenant, shelter.doorsSeenAs(run.resolve("shown")));
        try {
            tenant.own(doors.home());
            var needs = "exec setsid sh -c 'mkfifo \"$1\"/p && rm \"$1\"/p && shift && exec \"$@\"' sh \"$@\"";
            var command = new ArrayList<>(
                    List.of("/bin/sh", "-c", needs, "sh", doors.spare().toString()));
            command.addAll(shelter.around(doors.home(), doors, tenant, List.of("true")));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(doors.complaints().toFile());
            builder.environment().clear();
            builder.environment().putAll(shelter.environment(doors.home(), doors));

            return complaint(spawner.start(builder), doors);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("trying out how commands can be confined", e);
        } finally {
            workspaces.discardRun(run);
        }
    }

    private static Optional<String> complaint(Process process, Doors doors) throws IOException, InterruptedException {
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        Killing.wholeFamily(process);
        if (ended && process.exitValue() == 0) {
            return Optional.empty();
        }

        return Optional.of(ended ? lastLine(doors) : "it hangs");
    }

    private static String lastLine(Doors doors) throws IOException {
        return Files.readString(doors.complaints(), StandardCharsets.UTF_8)
                .lines()
                .reduce((_, later) -> later)
                .orElse("it gives no reason");
    }

    /** Whether this is the machine's root, and not a namespace's, which is nobody outside. */
    private static boolean isRoot() throws IOException {
        var everybody = Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295");

        return everybody
                && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
