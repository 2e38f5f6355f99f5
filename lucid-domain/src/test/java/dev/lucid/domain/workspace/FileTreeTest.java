package dev.lucid.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lucid.domain.workspace.FileTree.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileTreeTest {
    @Test
    void sortsFilesAndFoldersTogetherAndLeavesOutWhatToolsMake() {
        var tree = FileTree.of(List.of(
                entry("z.txt", FileEntry.Kind.FILE),
                entry("node_modules", FileEntry.Kind.FOLDER),
                entry("node_modules/x.js", FileEntry.Kind.FILE),
                entry("src", FileEntry.Kind.FOLDER),
                entry("src/b.txt", FileEntry.Kind.FILE),
                entry("src/a", FileEntry.Kind.FOLDER),
                entry(".env", FileEntry.Kind.FILE),
                entry(".git", FileEntry.Kind.FOLDER)));

        assertThat(tree)
                .isEqualTo(new FileTree(List.of(
                        file(".env"),
                        new Node.Folder(
                                WorkspacePath.of("src"),
                                List.of(new Node.Folder(WorkspacePath.of("src/a"), List.of()), file("src/b.txt"))),
                        file("z.txt"))));
    }

    private static FileEntry entry(String path, FileEntry.Kind kind) {
        return new FileEntry(WorkspacePath.of(path), kind, 0);
    }

    private static Node file(String path) {
        return new Node.File(WorkspacePath.of(path));
    }
}
