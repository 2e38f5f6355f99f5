package dev.lucid.application.turn;

import dev.lucid.domain.tool.CallId;
import dev.lucid.port.PortFailure;
import dev.lucid.port.chat.Sight;
import dev.lucid.port.chat.Sight.Delta;
import dev.lucid.port.workspace.CommandOutput;
import dev.lucid.port.workspace.OutputFiles;
import dev.lucid.port.workspace.OutputFiles.OutputFile;
import dev.lucid.port.workspace.SandboxSpec;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes a command's output: shows it live, keeps its head and its tail for the log, and the whole of what is longer in a
 * file. Called by one thread at a time.
 */
final class OutputKeeper implements CommandOutput, AutoCloseable {
    private static final Logger LOG = System.getLogger(OutputKeeper.class.getName());

    /** UTF-16 units kept of each end: together at most 192 KiB of UTF-8, so an event stays under 256 KiB. */
    private static final int END = 32 * 1024;

    private final CallId call;
    private final Consumer<Delta> live;
    private final OutputFiles files;
    private final SandboxSpec spec;
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private long length;
    private Optional<OutputFile> file = Optional.empty();
    private boolean unwritable;

    OutputKeeper(CallId call, SandboxSpec spec, OutputFiles files, Consumer<Delta> live) {
        this.call = call;
        this.spec = spec;
        this.files = files;
        this.live = live;
    }

    @Override
    public void text(String piece) {
        live.accept(new Delta(Sight.Kind.OUTPUT, call.value(), length, piece));
        length += piece.length();
        keep(piece);
        if (truncated() && !unwritable) {
            write(piece);
        }
        if (tail.length() > 2 * END) {
            tail.delete(0, tail.length() - END);
        }
    }

    /** The command goes on whatever becomes of its file: it has run, and what it said last is kept all the same. */
    private void write(String piece) {
        try {
            if (file.isPresent()) {
                file.get().append(piece);
            } else {
                var opened = files.open(spec, call);
                file = Optional.of(opened);
                opened.append(head.toString() + tail);
            }
        } catch (PortFailure e) {
            giveUp(e);
        }
    }

    private void giveUp(PortFailure e) {
        if (!unwritable) {
            LOG.log(Level.WARNING, "The whole output of call {0} is not kept: {1}", call, e.getMessage());
        }
        unwritable = true;
    }

    private void keep(String piece) {
        var forHead = Math.min(piece.length(), END - head.length());
        head.append(piece, 0, forHead);
        tail.append(piece, forHead, piece.length());
    }

    boolean truncated() {
        return length > 2L * END;
    }

    /** What the log keeps. */
    String text() {
        if (!truncated()) {
            return head.toString() + tail;
        }
        var to = Character.isHighSurrogate(head.charAt(END - 1)) ? END - 1 : END;
        var from = tail.length() - END;
        if (Character.isLowSurrogate(tail.charAt(from))) {
            from++;
        }
        var leftOut = length - to - (tail.length() - from);

        return head.substring(0, to) + "\n[… " + leftOut + " characters left out …]\n" + tail.substring(from);
    }

    @Override
    public void close() {
        try {
            file.ifPresent(OutputFile::close);
        } catch (PortFailure e) {
            giveUp(e);
        }
    }
}
