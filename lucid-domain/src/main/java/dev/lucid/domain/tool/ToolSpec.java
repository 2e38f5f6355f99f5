package dev.lucid.domain.tool;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A tool as a model is told of it. */
public record ToolSpec(String name, String description, List<Parameter> parameters) {
    /** One argument of a tool. */
    public record Parameter(String name, ArgumentType type, String description, boolean required) {
        public Parameter {
            requireNonNull(name, "name");
            requireNonNull(type, "type");
            requireNonNull(description, "description");
        }
    }

    /** The kinds of argument, named as JSON Schema names them in lower case. */
    public enum ArgumentType {
        STRING,
        INTEGER,
        BOOLEAN
    }

    public ToolSpec {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
        parameters = List.copyOf(parameters);
    }
}
