package dev.lucid.githost;

import dev.lucid.port.PortFailure;
import dev.lucid.port.StopSignal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs git, and leaves nothing of it running. Safe for many threads. */
final class GitProcess {
    private static final long GRACE_MILLIS = 1_000;

    private final GitPrograms programs;

    GitProcess(GitPrograms programs) {
        this.programs = programs;
    }

    /** Returns when git and all it started are gone. */
    GitEnd run(GitRun run, StopSignal stop) {
        if (stop.raised()) {
            return new GitEnd.Stopped();
        }
        Process process = start(run);
        var stopped = new CompletableFuture<Boolean>();
        var output = GitOutput.of(process.getInputStream(), run.maxOutput());
        var words = GitWords.of(process.getErrorStream(), line -> run.progress().accept(run.shown(line)));
        try (var _ = stop.whenRaised(() -> stopped.complete(true))) {
            if (!waitFor(process, stopped, run.limit())) {
                end(process);
                return stopped.isDone() ? new GitEnd.Stopped() : new GitEnd.TimedOut();
            }
            return new GitEnd.Exited(
                    process.exitValue(), run.shown(output.text()), output.truncated(), run.shown(words.last()));
        } catch (InterruptedException e) {
            end(process);
            throw PortFailure.whileDoing("running git " + verb(run), e);
        }
    }

    private Process start(GitRun run) {
        var builder = new ProcessBuilder(programs.commandLine(run.arguments()));
        builder.directory(run.directory().toFile());
        builder.redirectInput(run.files().input().map(Path::toFile).orElseGet(() -> new File("/dev/null")));
        run.files().output().ifPresent(path -> builder.redirectOutput(path.toFile()));
        builder.environment().clear();
        builder.environment().putAll(run.environment());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new PortFailure.Permanent(
                    "Starting git " + verb(run) + " in " + run.directory() + " failed: " + e.getMessage(), e);
        }
    }

    /** Whether it ended by itself, before its time was up and before a stop. */
    private static boolean waitFor(Process process, CompletableFuture<Boolean> stopped, Duration limit)
            throws InterruptedException {
        try {
            CompletableFuture.anyOf(process.onExit(), stopped).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return !stopped.isDone();
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Waiting for a process can't fail", e);
        }
    }

    /** First TERM, so that git takes its locks back, then KILL, for whatever does not listen. */
    private void end(Process process) {
        signal(process, "TERM");
        boolean interrupted = Thread.interrupted();
        try {
            process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        signal(process, "KILL");
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** To the whole group where git leads one, else to each process that is known to come from it. */
    private void signal(Process process, String name) {
        if (programs.setsid().isPresent() && programs.kill().isPresent()) {
            signalGroup(process.pid(), name);
            return;
        }
        process.descendants().forEach(child -> end(child, name));
        end(process.toHandle(), name);
    }

    private void signalGroup(long group, String name) {
        try {
            new ProcessBuilder(programs.kill().orElseThrow().toString(), "-s", name, "--", "-" + group)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException _) {
            // no process could be started: then at least git itself goes, which Java ends without help
            ProcessHandle.of(group).ifPresent(ProcessHandle::destroyForcibly);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(ProcessHandle process, String name) {
        boolean _ = name.equals("KILL") ? process.destroyForcibly() : process.destroy();
    }

    private static String verb(GitRun run) {
        return run.arguments().getFirst();
    }
}
