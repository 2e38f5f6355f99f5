package dev.lucid.domain.workspace;

import static java.util.Objects.requireNonNull;

/** Something that lies in a workspace. A link is reported as a link and never followed. Size in bytes. */
public record FileEntry(WorkspacePath path, Kind kind, long size) {
    /** Closed for ever. */
    public enum Kind {
        FILE,
        FOLDER,
        LINK,
        OTHER
    }

    public FileEntry {
        requireNonNull(path, "path");
        requireNonNull(kind, "kind");
    }
}
