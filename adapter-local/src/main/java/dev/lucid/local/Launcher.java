package dev.lucid.local;

import dev.lucid.port.workspace.SandboxSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Starts sandboxes' processes. Safe for many threads. */
final class Launcher {
    private static final int OPEN_FILES = 16_384;
    private static final int BLOCK = 512;

    private final LocalConfig config;
    private final Shelter shelter;
    private final WorkspaceFolders workspaces;
    private final Spawner spawner;
    private final Timer timer;
    private final ResourceWatch watch;
    private final String launchScript = script("launch.sh");
    private final String sandboxScript = script("sandbox.sh");

    Launcher(
            LocalConfig config,
            Shelter shelter,
            WorkspaceFolders workspaces,
            Spawner spawner,
            Timer timer,
            ResourceWatch watch) {
        this.config = config;
        this.shelter = shelter;
        this.workspaces = workspaces;
        this.spawner = spawner;
        this.timer = timer;
        this.watch = watch;
    }

    /** Starts a session's sandbox, in which no process runs. */
    SandboxProcess start(SandboxSpec spec, Path workspace) throws IOException {
        var tenant = shelter.tenant(spec.session());
        tenant.ownAll(workspace);
        workspaces.remember(spec);
        var run = workspaces.newRun();
        try {
            var doors = Doors.make(run, tenant, shelter.doorsSeenAs(run.resolve("shown")));
            return started(spec, workspace, doors, tenant);
        } catch (IOException e) {
            var complaint = complaint(run);
            workspaces.discardRun(run);
            workspaces.forget(spec);
            throw complaint.isEmpty() ? e : new IOException(complaint, e);
        }
    }

    private SandboxProcess started(SandboxSpec spec, Path workspace, Doors doors, Tenant tenant) throws IOException {
        var builder = new ProcessBuilder(command(workspace, doors, tenant))
                .directory(workspace.toFile())
                .redirectError(doors.complaints().toFile());
        builder.environment().clear();
        builder.environment().putAll(shelter.environment(workspace, doors));
        var process = spawner.start(builder);
        try {
            SandboxProcess.awaitPipes(process, timer);
            var population = shelter.population(process, workspace);
            var sandbox = new SandboxProcess(process, doors, population, timer, ended -> {
                watch.remove(ended);
                workspaces.discardRun(doors.folder());
                workspaces.forget(spec);
            });
            watch.add(sandbox);
            return sandbox;
        } catch (IOException e) {
            Killing.wholeFamily(process);
            throw e;
        }
    }

    private List<String> command(Path workspace, Doors doors, Tenant tenant) {
        var shell = List.of(
                "sh",
                "-c",
                sandboxScript,
                "lucid",
                doors.seenAs(),
                shelter.mark(workspace),
                shelter.processLimit(),
                Long.toString(Math.max(1, config.fileLimit() / BLOCK)),
                Integer.toString(OPEN_FILES));
        var command =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec setsid sh -c \"$@\"", "sh", launchScript, "lucid"));
        command.addAll(List.of(doors.spare().toString(), Doors.pipesToMake()));
        command.addAll(shelter.around(workspace, doors, tenant, shell));

        return command;
    }

    private static String complaint(Path run) {
        try {
            return Files.readString(run.resolve("complaints"), StandardCharsets.UTF_8)
                    .strip();
        } catch (IOException _) {
            return "";
        }
    }

    /** A script of ours without its comments, which everybody who lists processes would see. */
    private static String script(String name) {
        try (InputStream in = Launcher.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its part " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
