package dev.lucid.memory;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.FileContent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One session's files: folders are where files are. Safe for many threads. */
final class Workspace implements InMemorySandboxes.Files {
    private final Map<WorkspacePath, byte[]> files = new ConcurrentHashMap<>();

    @Override
    public Optional<byte[]> read(WorkspacePath file) {
        return Optional.ofNullable(files.get(file)).map(byte[]::clone);
    }

    Optional<FileContent> read(WorkspacePath file, int maxBytes) {
        return read(file)
                .map(bytes -> bytes.length <= maxBytes
                        ? new FileContent(bytes, false)
                        : new FileContent(Arrays.copyOf(bytes, maxBytes), true));
    }

    @Override
    public synchronized void write(WorkspacePath file, byte[] content) {
        if (hasFolder(file)) {
            throw new PortFailure.Permanent("Can't write " + file + ": there is a folder of that name.");
        }
        if (foldersOf(file).anyMatch(files::containsKey)) {
            throw new PortFailure.Permanent("Can't write " + file + ": what lies on the way to it is no folder.");
        }
        files.put(file, content.clone());
    }

    boolean hasFolder(WorkspacePath path) {
        return path.isRoot()
                || files.keySet().stream().flatMap(Workspace::foldersOf).anyMatch(path::equals);
    }

    List<FileEntry> list(WorkspacePath folder, int depth, int max) {
        return list(folder, depth, max, _ -> true);
    }

    /** The same without what lies in folders that nobody browses. */
    List<FileEntry> browse(WorkspacePath folder, int depth, int max) {
        var level = folder.names().size();

        return list(
                folder,
                depth,
                max,
                entry -> entry.path().parent().names().stream().skip(level).noneMatch(FileTree::hides));
    }

    private List<FileEntry> list(WorkspacePath folder, int depth, int max, Predicate<FileEntry> shown) {
        var level = folder.names().size();
        var byPath = comparing((FileEntry entry) -> entry.path().toString());

        return files.entrySet().stream()
                .flatMap(file -> entries(file.getKey(), file.getValue().length))
                .distinct()
                .filter(entry -> entry.path().names().size() > level
                        && entry.path().names().size() <= level + depth
                        && entry.path().names().subList(0, level).equals(folder.names()))
                .filter(shown)
                .sorted(comparingInt((FileEntry entry) -> entry.path().names().size())
                        .thenComparing(byPath))
                .limit(max)
                .sorted(byPath)
                .toList();
    }

    /** The file and all the folders that it lies in. */
    private static Stream<FileEntry> entries(WorkspacePath file, int size) {
        return Stream.concat(
                Stream.of(new FileEntry(file, FileEntry.Kind.FILE, size)),
                foldersOf(file).map(folder -> new FileEntry(folder, FileEntry.Kind.FOLDER, 0)));
    }

    /** The folders that a file lies in, but for the root. */
    private static Stream<WorkspacePath> foldersOf(WorkspacePath file) {
        return Stream.iterate(file, path -> path.names().size() > 1, WorkspacePath::parent)
                .map(WorkspacePath::parent);
    }
}
