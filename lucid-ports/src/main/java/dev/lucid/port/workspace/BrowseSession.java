package dev.lucid.port.workspace;

import dev.lucid.domain.identity.UserId;
import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.SessionId;
import dev.lucid.domain.workspace.WorkspacePath;

/** Somebody looks into the workspace of a session of theirs, whether or not an agent is at work in it. */
public interface BrowseSession {
    /** As much of a file as is shown: 1 MiB. */
    int MAX_BYTES = 1 << 20;

    /** The files, without what nobody wants to see. */
    Answer<FileTree> tree(UserId user, SessionId session);

    /** One regular file, its first {@value #MAX_BYTES} bytes at most; no link is followed. */
    Answer<FileContent> read(UserId user, SessionId session, WorkspacePath file);

    /** Closed for ever. */
    sealed interface Answer<T> {
        record Found<T>(T value) implements Answer<T> {}

        /** This user has no such session, or it has no workspace yet. */
        record NoSuchSession<T>() implements Answer<T> {}

        /** There is such a session, and it is another user's. */
        record SomebodyElses<T>() implements Answer<T> {}

        /** The workspace has no such regular file. */
        record NoSuchFile<T>() implements Answer<T> {}
    }
}
