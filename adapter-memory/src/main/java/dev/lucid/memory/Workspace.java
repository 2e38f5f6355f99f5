package dev.lucid.memory;

import dev.lucid.domain.workspace.FileEntry;
import dev.lucid.domain.workspace.WorkspacePath;
import dev.lucid.port.PortFailure;
import dev.lucid.port.workspace.FileContent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** One session's files: folders are where files are. Safe for many threads. */
final class Workspace implements InMemorySandboxes.Files {
    private final NavigableMap<String, byte[]> files = new ConcurrentSkipListMap<>();

    @Override
    public Optional<byte[]> read(WorkspacePath file) {
        return Optional.ofNullable(files.get(file.relative())).map(byte[]::clone);
    }

    Optional<FileContent> read(WorkspacePath file, int maxBytes) {
        return read(file)
                .map(bytes -> bytes.length <= maxBytes
                        ? new FileContent(bytes, false)
                        : new FileContent(Arrays.copyOf(bytes, maxBytes), true));
    }

    @Override
    public void write(WorkspacePath file, byte[] content) {
        if (files.keySet().stream().anyMatch(other -> other.startsWith(file.relative() + "/"))) {
            throw new PortFailure.Permanent("Writing " + file + " failed: there is a folder of that name.");
        }
        files.put(file.relative(), content.clone());
    }

    List<FileEntry> list(WorkspacePath folder, int depth, int max) {
        var level = folder.names().size();

        return files.entrySet().stream()
                .flatMap(file -> entries(WorkspacePath.of(file.getKey()), file.getValue().length))
                .distinct()
                .filter(entry -> entry.path().names().size() > level
                        && entry.path().names().size() <= level + depth
                        && entry.path().names().subList(0, level).equals(folder.names()))
                .sorted(Comparator.comparing(entry -> entry.path().toString()))
                .limit(max)
                .toList();
    }

    /** The file and all the folders that it lies in. */
    private static Stream<FileEntry> entries(WorkspacePath file, int size) {
        var folders = Stream.iterate(file, path -> path.names().size() > 1, WorkspacePath::parent)
                .map(path -> new FileEntry(path.parent(), FileEntry.Kind.FOLDER, 0));

        return Stream.concat(Stream.of(new FileEntry(file, FileEntry.Kind.FILE, size)), folders);
    }
}
