package dev.lucid.local;

import dev.lucid.port.workspace.SandboxSpec;
import dev.lucid.sandbox.Doors;
import dev.lucid.sandbox.SandboxProcess;
import dev.lucid.sandbox.Scripts;
import dev.lucid.sandbox.Tenant;
import dev.lucid.sandbox.Timer;
import dev.lucid.sandbox.WorkspaceFolders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts sandboxes' processes. Safe for many threads. */
final class Launcher {
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final LocalConfig config;
    private final Shelter shelter;
    private final WorkspaceFolders workspaces;
    private final Spawner spawner;
    private final Timer timer;
    private final ResourceWatch watch;
    private final String launchScript = Scripts.beside(Launcher.class, "launch.sh");
    private final String sandboxScript = Scripts.sandbox();

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
        var builder = new ProcessBuilder(command(spec, workspace, doors, tenant))
                .directory(workspace.toFile())
                .redirectError(doors.complaints().toFile());
        builder.environment().clear();
        builder.environment().putAll(shelter.environment(workspace, doors));
        var process = spawner.start(builder);
        try {
            awaitPipes(process);
            var population = shelter.population(process, workspace);
            var sandbox = new SandboxProcess(new LocalRoot(process, population), doors, timer, ended -> {
                watch.remove(ended);
                workspaces.discardRun(doors.folder());
                workspaces.forget(spec);
            });
            watch.add(sandbox, population);
            return sandbox;
        } catch (IOException e) {
            Killing.wholeFamily(process);
            throw e;
        }
    }

    private List<String> command(SandboxSpec spec, Path workspace, Doors doors, Tenant tenant) {
        var shell = new ArrayList<>(List.of("sh", "-c", sandboxScript, "lucid"));
        shell.addAll(Scripts.arguments(
                doors.seenAs(), shelter.mark(workspace), shelter.processLimit(), config.fileLimit(), false));
        var command =
                new ArrayList<>(List.of("/bin/sh", "-c", "exec setsid sh -c \"$@\"", "sh", launchScript, "lucid"));
        command.addAll(List.of(doors.spare().toString(), Doors.pipesToMake()));
        command.addAll(shelter.around(workspace, doors, tenant, workspaces.relay(spec), shell));

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

    /** Waits for the line that the launcher writes when the pipes are made. */
    private void awaitPipes(Process process) throws IOException {
        try (var _ = timer.after(ANSWER, process::destroyForcibly);
                var said =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            if (!"ready".equals(said.readLine())) {
                throw new IOException("it ended at once");
            }
        }
    }
}
