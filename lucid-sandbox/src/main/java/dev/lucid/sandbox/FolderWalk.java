package dev.lucid.sandbox;

import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The folders from a workspace's root to some place, held open until this is closed. One thread's. */
public final class FolderWalk implements AutoCloseable {
    private final Deque<SecureFolder> opened = new ArrayDeque<>();

    /** Makes a folder in another one. */
    interface Maker {
        void make(SecureFolder parent, String name) throws IOException;
    }

    public FolderWalk(Path root) throws IOException {
        opened.push(SecureFolder.open(root));
    }

    /** The folder at the end of these names; empty if one of them is no folder. */
    public Optional<SecureFolder> to(List<String> names) throws IOException {
        for (var name : names) {
            var next = opened.element().folder(name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            push(next.get());
        }

        return Optional.of(opened.element());
    }

    /** The folder that a file is to lie in; those that are missing on the way are made. */
    SecureFolder make(WorkspacePath file, Maker maker) throws IOException {
        for (var name : file.parent().names()) {
            var folder = opened.element();
            if (folder.look(name).isEmpty()) {
                makeUnlessThere(folder, name, maker);
            }
            push(folder.folder(name)
                    .orElseThrow(() -> new PortFailure.Permanent(
                            "Can't write " + file + ": '" + name + "' on the way to it is no folder.")));
        }

        return opened.element();
    }

    private static void makeUnlessThere(SecureFolder folder, String name, Maker maker) throws IOException {
        try {
            maker.make(folder, name);
        } catch (FileSystemException e) {
            if (folder.look(name).isEmpty()) {
                throw e;
            }
        }
    }

    /** At most two are open at a time: the way back is never needed. */
    private void push(SecureFolder next) throws IOException {
        var before = opened.pop();
        opened.push(next);
        before.close();
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
