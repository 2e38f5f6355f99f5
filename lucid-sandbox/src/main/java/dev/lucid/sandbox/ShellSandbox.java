package dev.lucid.sandbox;

import dev.lucid.domain.workspace.Command;
import dev.lucid.domain.workspace.CommandEnd;
import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.StopSignal;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.FileContent;
import dev.lucid.port.workspace.Sandbox;
import dev.lucid.sandbox.Execution.Cause;
import java.util.List;
import java.util.Optional;

/** A session's workspace, and its processes while there are commands to run. Safe for many threads. */
public final class ShellSandbox implements Sandbox {
    private final SessionId session;
    private final String what;
    private final Channels channels;
    private final WorkspaceFiles files;
    private final FileDesk desk;
    private final Timer timer;
    private final RoomWatch room;
    private final Runnable beforehand;

    /** {@code what} names it in messages; {@code beforehand} is done before each command. */
    public ShellSandbox(
            SessionId session,
            String what,
            Channels channels,
            WorkspaceFiles files,
            FileDesk desk,
            Timer timer,
            RoomWatch room,
            Runnable beforehand) {
        this.session = session;
        this.what = what;
        this.channels = channels;
        this.files = files;
        this.desk = desk;
        this.timer = timer;
        this.room = room;
        this.beforehand = beforehand;
    }

    @Override
    public CommandEnd run(Command command, CommandOutput output, StopSignal stop) {
        var taken = channels.take(stop);
        if (taken.isEmpty()) {
            return new CommandEnd.Stopped();
        }
        var line = taken.get();
        var sandbox = line.sandbox();
        var execution = line.channel().begin();
        beforehand.run();
        try (var _ = timer.after(command.limit(), () -> sandbox.end(execution, Cause.TIME));
                var _ = stop.whenRaised(() -> sandbox.end(execution, Cause.STOP));
                var _ = room.begin(files.root(), () -> sandbox.end(execution, Cause.ROOM))) {
            return new CommandRun(line, execution, command, output, what, room.words()).follow();
        } finally {
            line.channel().finish();
            channels.give(line);
        }
    }

    @Override
    public Optional<FileContent> read(WorkspacePath file, int maxBytes) {
        return desk.call(session, "reading " + file + " in " + what, () -> files.read(file, maxBytes));
    }

    @Override
    public void write(WorkspacePath file, byte[] content) {
        desk.call(session, "writing " + file + " in " + what, () -> {
            files.write(file, content);
            return file;
        });
    }

    @Override
    public List<FileEntry> list(WorkspacePath folder, int depth, int max) {
        return desk.call(session, "listing " + folder + " in " + what, () -> files.list(folder, depth, max));
    }

    @Override
    public void killAll() {
        channels.killAll();
    }

    @Override
    public void close() {
        channels.close();
    }
}
