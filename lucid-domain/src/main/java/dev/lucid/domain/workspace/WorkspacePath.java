package dev.lucid.domain.workspace;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A place in a workspace, by names from its root. It cannot leave the workspace by construction: no {@code ..}, no
 * empty name, no NUL. Whether a link on the way leads out is for the sandbox to refuse.
 */
public record WorkspacePath(List<String> names) {
    /** The workspace itself. */
    public static final WorkspacePath ROOT = new WorkspacePath(List.of());

    /** Where the workspace lies inside a sandbox; paths that begin with it are understood. */
    public static final String MOUNT = "workspace";

    private static final int MAX_LENGTH = 4096;

    public WorkspacePath {
        names = List.copyOf(names);
        for (var name : names) {
            if (name.isEmpty() || name.equals(".") || name.equals("..") || name.length() > 255) {
                throw new IllegalArgumentException("Not a name within a workspace: '" + name + "'");
            }
            if (name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("A name within a workspace has no '/' and no NUL");
            }
        }
    }

    /**
     * Reads {@code hello.py}, {@code /hello.py} and {@code /workspace/hello.py} as the same place. Fails with
     * {@link IllegalArgumentException} where the text leads out of the workspace.
     */
    public static WorkspacePath of(String text) {
        if (requireNonNull(text, "text").length() > MAX_LENGTH) {
            throw new IllegalArgumentException("A path has at most " + MAX_LENGTH + " characters");
        }
        var names = new ArrayList<String>();
        for (var name : text.split("/", -1)) {
            if (name.equals("..")) {
                if (names.isEmpty()) {
                    throw new IllegalArgumentException("The path leads out of the workspace: " + text);
                }
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        if (text.startsWith("/" + MOUNT) && !names.isEmpty() && names.getFirst().equals(MOUNT)) {
            names.removeFirst();
        }

        return new WorkspacePath(names);
    }

    /** Whether this is the workspace itself. */
    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The last name, or an empty text for the root. */
    public String name() {
        return names.isEmpty() ? "" : names.getLast();
    }

    /** The folder that this lies in; the root has none, and fails with {@link IllegalStateException}. */
    public WorkspacePath parent() {
        if (names.isEmpty()) {
            throw new IllegalStateException("The workspace's root has no parent");
        }
        return new WorkspacePath(names.subList(0, names.size() - 1));
    }

    /** The place of that name within this one. */
    public WorkspacePath child(String name) {
        var longer = new ArrayList<>(names);
        longer.add(name);

        return new WorkspacePath(longer);
    }

    /** The path without a leading slash; the root is {@code "."}. */
    public String relative() {
        return names.isEmpty() ? "." : String.join("/", names);
    }

    /** The path with a leading slash, from the workspace's root. */
    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
