package dev.lucid.llm;

import org.yaml.snakeyaml.nodes.Node;

/** Something in a script is not as it must be, in that line. Never leaves this package. */
final class ScriptMistake extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptMistake(Node where, String problem) {
        super("line " + (where.getStartMark().getLine() + 1) + ": " + problem);
    }
}
