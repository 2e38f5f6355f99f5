package dev.lucid.sandbox;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Lists what lies below a folder. Where there is more than fits, what is near the top comes first, and what people do not
 * browse comes last or not at all. One thread's.
 */
public final class Listing {
    private static final int MAX_NAMES_IN_A_FOLDER = 50_000;

    private final Path root;
    private final int max;
    private final boolean hidden;
    private final List<FileEntry> found = new ArrayList<>();
    private final Deque<Level> ahead = new ArrayDeque<>();
    private final Deque<Level> last = new ArrayDeque<>();

    private record Level(WorkspacePath folder, int depth, boolean aside) {}

    /** {@code hidden} says whether to look into folders that people do not browse. */
    public Listing(Path root, int max, boolean hidden) {
        this.root = root;
        this.max = max;
        this.hidden = hidden;
    }

    public List<FileEntry> of(WorkspacePath folder, int depth) throws IOException {
        ahead.add(new Level(folder, depth, false));
        while (found.size() < max && !(ahead.isEmpty() && last.isEmpty())) {
            var level = ahead.isEmpty() ? last.remove() : ahead.remove();
            if (level.depth() > 0) {
                look(level);
            }
        }

        return found.stream()
                .sorted(Comparator.comparing(entry -> entry.path().toString()))
                .toList();
    }

    private void look(Level level) throws IOException {
        try (var walk = new FolderWalk(root)) {
            var folder = walk.to(level.folder().names());
            if (folder.isPresent()) {
                for (var name : folder.get().names(MAX_NAMES_IN_A_FOLDER).stream()
                        .sorted()
                        .toList()) {
                    if (found.size() == max) {
                        return;
                    }
                    add(folder.get(), level, name);
                }
            }
        } catch (FileSystemException _) {
            // it was removed or closed to us while we looked: then nothing is to be seen in it
        }
    }

    private void add(SecureFolder folder, Level level, String name) throws IOException {
        var attributes = folder.look(name);
        if (attributes.isPresent()) {
            var path = level.folder().child(name);
            found.add(
                    new FileEntry(path, kind(attributes.get()), attributes.get().size()));
            if (attributes.get().isDirectory()) {
                boolean aside = level.aside() || FileTree.hides(name);
                if (hidden || !aside) {
                    (aside ? last : ahead).add(new Level(path, level.depth() - 1, aside));
                }
            }
        }
    }

    private static FileEntry.Kind kind(BasicFileAttributes attributes) {
        if (attributes.isSymbolicLink()) {
            return FileEntry.Kind.LINK;
        }
        if (attributes.isDirectory()) {
            return FileEntry.Kind.FOLDER;
        }

        return attributes.isRegularFile() ? FileEntry.Kind.FILE : FileEntry.Kind.OTHER;
    }
}
