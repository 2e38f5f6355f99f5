package dev.lucid.port.workspace;

import static java.util.Objects.requireNonNull;

/** A file's first bytes, and whether there are more. Not copied: whoever gets it owns it. */
@SuppressWarnings("ArrayRecordComponent") // read once and thrown away; never compared
public record FileContent(byte[] bytes, boolean truncated) {
    public FileContent {
        requireNonNull(bytes, "bytes");
    }
}
