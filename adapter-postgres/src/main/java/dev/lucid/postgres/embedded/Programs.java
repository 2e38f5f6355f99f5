package dev.lucid.postgres.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.security.auth.module.UnixSystem;
import dev.lucid.port.PortFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs as this user.
 *
 * <p>They refuse to be root; for root they run in a user namespace of their own ({@code unshare -U}), where they are
 * nobody and the files stay root's. None of this process's environment reaches them: it may hold secrets.
 */
final class Programs {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

    private final PostgresBinaries binaries;
    private final boolean root;

    Programs(PostgresBinaries binaries) {
        this.binaries = requireNonNull(binaries, "binaries");
        this.root = userId() == 0;
    }

    static long userId() {
        return new UnixSystem().getUid();
    }

    /** Makes a cluster in {@code target}, which must not exist, with {@code postgres} as its superuser. */
    void initdb(Path target, Path passwordFile) {
        var command = asPlainUser(List.of(
                binaries.initdb().toString(),
                "--pgdata=" + target,
                "--username=postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        var output = run(command, INITDB_LIMIT, "make the database in " + target);
        if (!output.succeeded()) {
            throw StartFailure.of("make the database in " + target, output.text());
        }
    }

    /**
     * Starts a server in a session of its own, so that no signal to this process's group reaches it. What it prints
     * goes to the end of {@code log}.
     */
    Process postgres(List<String> options, File log) {
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(asPlainUser(List.of(binaries.postgres().toString())));
        command.addAll(options);
        try {
            return builder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw StartFailure.of("start PostgreSQL", String.valueOf(e.getMessage()));
        }
    }

    /** Fails as {@link #postgres} would if programs can't be started as they must be; starts no server. */
    void tryOut() {
        var command = new ArrayList<>(List.of("setsid"));
        command.addAll(asPlainUser(
                Files.exists(binaries.postgres())
                        ? List.of(binaries.postgres().toString(), "--version")
                        : List.of("true")));
        var output = run(command, SIGNAL_LIMIT, "start PostgreSQL");
        if (!output.succeeded()) {
            throw StartFailure.of("start PostgreSQL", output.text());
        }
    }

    /** Sends a signal, such as {@code INT}; a process that is gone is no failure. */
    void signal(long pid, String signal) {
        run(
                List.of("/bin/sh", "-c", "kill -s " + signal + " " + pid),
                SIGNAL_LIMIT,
                "send SIG" + signal + " to the PostgreSQL process " + pid);
    }

    private List<String> asPlainUser(List<String> command) {
        if (!root) {
            return command;
        }
        var wrapped = new ArrayList<>(List.of("unshare", "-U"));
        wrapped.addAll(command);
        return wrapped;
    }

    private static ProcessBuilder builder(List<String> command) {
        var builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        return builder;
    }

    private static Output run(List<String> command, Duration limit, String work) {
        try {
            var process = builder(command).redirectErrorStream(true).start();
            try {
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new PortFailure.Transient("Could not " + work + " within " + limit.toSeconds()
                            + " s. The machine may be overloaded: try again.");
                }
                var text = new String(process.getInputStream().readAllBytes(), UTF_8);
                return new Output(process.exitValue() == 0, text);
            } finally {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw PortFailure.whileDoing("trying to " + work, e);
        } catch (IOException e) {
            throw StartFailure.of(work, String.valueOf(e.getMessage()));
        }
    }

    private record Output(boolean succeeded, String text) {}
}
