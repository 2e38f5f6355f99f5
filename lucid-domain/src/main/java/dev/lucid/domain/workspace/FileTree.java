package dev.lucid.domain.workspace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A workspace's files as a person browses them: sorted by name, without the folders that tools make for themselves. */
public record FileTree(List<Node> nodes) {
    /** Folders that are left out, besides those whose name begins with a dot. */
    public static final Set<String> HIDDEN_FOLDERS = Set.of("node_modules", "__pycache__", "venv", "dist", "build");

    /** Closed for ever. */
    public sealed interface Node {
        WorkspacePath path();

        record File(WorkspacePath path) implements Node {}

        record Folder(WorkspacePath path, List<Node> children) implements Node {
            public Folder {
                children = List.copyOf(children);
            }
        }
    }

    public FileTree {
        nodes = List.copyOf(nodes);
    }

    /** Whether a folder of that name is left out, with all below it. */
    public static boolean hides(String folder) {
        return folder.startsWith(".") || HIDDEN_FOLDERS.contains(folder);
    }

    /** The tree of these entries; links and other things count as files. */
    public static FileTree of(List<FileEntry> entries) {
        Map<WorkspacePath, List<FileEntry>> byParent = new TreeMap<>(Comparator.comparing(WorkspacePath::toString));
        for (var entry : entries) {
            if (!entry.path().isRoot()) {
                byParent.computeIfAbsent(entry.path().parent(), _ -> new ArrayList<>())
                        .add(entry);
            }
        }

        return new FileTree(below(WorkspacePath.ROOT, byParent));
    }

    private static List<Node> below(WorkspacePath folder, Map<WorkspacePath, List<FileEntry>> byParent) {
        return byParent.getOrDefault(folder, List.of()).stream()
                .filter(entry -> entry.kind() != FileEntry.Kind.FOLDER
                        || !hides(entry.path().name()))
                .sorted(Comparator.comparing(entry -> entry.path().name()))
                .<Node>map(entry -> entry.kind() == FileEntry.Kind.FOLDER
                        ? new Node.Folder(entry.path(), below(entry.path(), byParent))
                        : new Node.File(entry.path()))
                .toList();
    }
}
