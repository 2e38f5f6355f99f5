package dev.lucid.javalin.lucidai;

import dev.lucid.domain.workspace.FileTree;
import dev.lucid.domain.workspace.FileTree.Node;
import dev.lucid.javalin.JsonObject;
import java.util.List;

/** Writes the files of a workspace as this wire has them: folders with their children, paths from the workspace's root. */
final class TreeNodes {
    private TreeNodes() {}

    static CharSequence json(FileTree tree) {
        var nodes = new StringBuilder();
        write(tree.nodes(), nodes);

        return nodes;
    }

    private static void write(List<Node> nodes, StringBuilder out) {
        out.append('[');
        for (var node : nodes) {
            if (out.charAt(out.length() - 1) != '[') {
                out.append(',');
            }
            write(node, out);
        }
        out.append(']');
    }

    private static void write(Node node, StringBuilder out) {
        var folder = node instanceof Node.Folder;
        out.append("{\"name\":");
        JsonObject.quote(node.path().name(), out);
        out.append(folder ? ",\"type\":\"folder\",\"path\":" : ",\"type\":\"file\",\"path\":");
        JsonObject.quote("/" + node.path().relative(), out);
        if (node instanceof Node.Folder(var _, var children)) {
            out.append(",\"children\":");
            write(children, out);
        }
        out.append('}');
    }
}
