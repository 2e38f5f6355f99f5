package dev.lucid.local;

import dev.lucid.domain.workspace.SessionId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.AllowedHosts;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.RelayScript;
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
    private final AllowedHosts hosts;
    private final WorkspaceFolders workspaces;
    private final Spawner spawner;

    ShelterProbe(LocalConfig config, AllowedHosts hosts, WorkspaceFolders workspaces, Spawner spawner) {
        this.config = config;
        this.hosts = hosts;
        this.workspaces = workspaces;
        this.spawner = spawner;
    }

    /** Bubblewrap where it works and is wanted. Fails if not even plain processes can be started as they must be. */
    Shelter choose() throws IOException {
        if (!Files.isDirectory(Path.of("/proc/self"))) {
            throw new PortFailure.Permanent("Local sandboxes need Linux and its /proc.");
        }
        var plain = new Unconfined("as you asked for", config.path(), hosts);
        var trouble = tried(plain).trouble();
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
        for (var dated : List.of(false, true)) {
            var trial = tried(new Bubblewrap(config, hosts, system, isRoot(), dated, Optional.empty()));
            if (trial.trouble().isEmpty()) {
                return new Bubblewrap(config, hosts, system, isRoot(), dated, RelayScript.named(trial.said()));
            }
            trouble = trial.trouble();
        }

        return unconfinedSince(trouble.orElseThrow());
    }

    private Unconfined unconfinedSince(String trouble) {
        return new Unconfined(
                trouble.contains("not found")
                        ? "since bubblewrap is not there; install it (Debian: apt-get install bubblewrap)"
                        : "since bubblewrap does not work here (" + trouble + ")",
                config.path(),
                hosts);
    }

    /** What came of trying a shelter: its complaint if it does not work, and the last line that was said. */
    private record Trial(Optional<String> trouble, String said) {}

    /** Runs the least that a sandbox needs, and asks there for what runs a relay. */
    private Trial tried(Shelter shelter) throws IOException {
        var tenant = shelter.tenant(new SessionId(new UUID(0, 0)));
        var run = workspaces.newRun();
        var doors = Doors.make(run, tenant, shelter.doorsSeenAs(run.resolve("shown")));
        try {
            tenant.own(doors.home());
            var needs = "exec setsid sh -c 'mkfifo \"$1\"/p && rm \"$1\"/p && shift && exec \"$@\"' sh \"$@\"";
            var command = new ArrayList<>(
                    List.of("/bin/sh", "-c", needs, "sh", doors.spare().toString()));
            command.addAll(shelter.around(
                    doors.home(), doors, tenant, Optional.empty(), List.of("sh", "-c", RelayScript.PROBE)));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(doors.complaints().toFile());
            builder.environment().clear();
            builder.environment().putAll(shelter.environment(doors.home(), doors));

            return trial(spawner.start(builder), doors);
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("trying out how commands can be confined", e);
        } finally {
            workspaces.discardRun(run);
        }
    }

    private static Trial trial(Process process, Doors doors) throws IOException, InterruptedException {
        process.getOutputStream().close();
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        Killing.wholeFamily(process);
        var said = Files.readString(doors.complaints(), StandardCharsets.UTF_8)
                .lines()
                .reduce("", (_, later) -> later);
        if (ended && process.exitValue() == 0) {
            return new Trial(Optional.empty(), said);
        }
        var complaint = said.isEmpty() ? "it gives no reason" : said;

        return new Trial(Optional.of(ended ? complaint : "it hangs"), said);
    }

    /** Whether this is the machine's root, and not a namespace's, which is nobody outside. */
    private static boolean isRoot() throws IOException {
        var everybody = Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0\\s+0\\s+4294967295");

        return everybody
                && Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
